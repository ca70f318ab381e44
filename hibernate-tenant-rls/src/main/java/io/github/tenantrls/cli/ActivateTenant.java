// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Activates a tenant. */
@Command(
        description = "Have work done for a suspended tenant again.",
        footer = {"", "Examples:", "  tenant-rls tenants activate acme"})
final class ActivateTenant implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "TENANT", description = "Its identifier or its slug.")
    private String tenant = "";

    ActivateTenant(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Tenants tenants = system.tenants(shell);
        Tenant changed = tenants.activate(TenantText.require(tenants, tenant).id());
        shell.out().println("active: " + TenantText.line(changed));
        return ExitCode.OK;
    }
}
