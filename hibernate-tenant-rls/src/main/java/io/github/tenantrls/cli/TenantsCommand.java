// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What is done with tenants that are there. */
@Command(
        description = "List, suspend, activate or delete tenants.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tenant-rls tenants list",
            "  tenant-rls tenants suspend acme",
            "  tenant-rls tenants delete acme --with-rows"
        })
final class TenantsCommand {

    static CommandLine all(Shell shell) {
        return new CommandLine(new TenantsCommand())
                .addSubcommand("list", new ListTenants(shell))
                .addSubcommand("suspend", new SuspendTenant(shell))
                .addSubcommand("activate", new ActivateTenant(shell))
                .addSubcommand("delete", new DeleteTenant(shell));
    }
}
