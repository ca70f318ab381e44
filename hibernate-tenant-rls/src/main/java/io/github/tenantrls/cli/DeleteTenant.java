// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.DeletionProgress;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.TenantHasRowsException;
import io.github.tenantrls.tenants.Tenants;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a tenant, with its rows where that is asked for. */
@Command(
        description = "Delete a tenant. One that has rows is not deleted, unless --with-rows.",
        footer = {
            "",
            "Examples:",
            "  tenant-rls tenants delete acme",
            "  tenant-rls tenants delete acme --with-rows --yes"
        })
final class DeleteTenant implements Callable<Integer> {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Shell shell;
    private long told = System.nanoTime();

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Parameters(paramLabel = "TENANT", description = "Its identifier or its slug.")
    private String tenant = "";

    @Option(
            names = "--with-rows",
            description = "Suspend it, and delete its rows in all tenant-scoped tables first, in batches. If that is"
                    + " broken off, the next call goes on.")
    private boolean withRows;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DeleteTenant(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Tenants tenants = system.tenants(shell);
        Tenant deleted = TenantText.require(tenants, tenant);
        if (!isMeant(deleted)) {
            shell.out().println("Nothing was deleted.");
            return ExitCode.OK;
        }
        delete(tenants, deleted);
        shell.out().println("deleted: " + TenantText.line(deleted));
        return ExitCode.OK;
    }

    private boolean isMeant(Tenant deleted) {
        if (yes) {
            return true;
        }
        if (!shell.isTerminal()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "Nothing was deleted, because there is nobody at a terminal to be asked; give --yes");
        }
        return shell.confirm(
                "Delete the tenant " + TenantText.line(deleted) + (withRows ? ", with all of its rows?" : "?"));
    }

    private void delete(Tenants tenants, Tenant deleted) {
        if (withRows) {
            tenants.delete(deleted.id(), DeleteOptions.withRows().listener(this::tell));
            return;
        }
        try {
            tenants.delete(deleted.id());
        } catch (TenantHasRowsException e) {
            throw new Refusal(
                    ExitCode.FAILED,
                    Failures.message(e).replaceAll("; delete them first.*", "")
                            + "; delete them first, or give --with-rows",
                    e);
        }
    }

    /** The end of each table, and how far it is every ten seconds. */
    private void tell(DeletionProgress progress) {
        long now = System.nanoTime();
        if (progress.deleted() < progress.rows() && now - told < EVERY.toNanos()) {
            return;
        }
        told = now;
        shell.err().println(progress.table() + ": " + progress.deleted() + " of " + progress.rows() + " rows deleted");
        shell.err().flush();
    }
}
