// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Suspends a tenant. */
@Command(
        description =
                "Have no more work done for a tenant; sessions of applications with known_tenants=true are refused.",
        footer = {"", "Examples:", "  tenant-rls tenants suspend acme"})
final class SuspendTenant implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "TENANT", description = "Its identifier or its slug.")
    private String tenant = "";

    SuspendTenant(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Tenants tenants = system.tenants(shell);
        Tenant changed = tenants.suspend(TenantText.require(tenants, tenant).id());
        shell.out().println("suspended: " + TenantText.line(changed));
        return ExitCode.OK;
    }
}
