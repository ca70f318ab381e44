// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tenants.SeedFailedException;
import io.github.tenantrls.tenants.SeedOutcome;
import io.github.tenantrls.tenants.TenantSeed;
import io.github.tenantrls.tenants.Tenants;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates tenants. */
@Command(
        description = {
            "Create tenants.",
            "One, or all of a CSV file that are not there yet; or none of them if one cannot be created. The file begins with"
                    + " a header of slug, name and maybe id, in any order."
        },
        footer = {
            "",
            "Examples:",
            "  tenant-rls seed --slug acme --name 'Acme Ltd'",
            "  tenant-rls seed --csv tenants.csv"
        })
final class SeedCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Seeds seeds = new Seeds();

    @Option(names = "--continue", description = "With --csv: create those that can be, each by itself.")
    private boolean goOn;

    SeedCommand(Shell shell) {
        this.shell = shell;
    }

    /** Which. */
    private static final class Seeds {
        @ArgGroup(exclusive = false)
        private @Nullable One one;

        @Option(names = "--csv", paramLabel = "FILE", description = "The tenants of a file.")
        private @Nullable Path csv;

        private List<TenantCsv.Row> rows() {
            return csv == null && one != null
                    ? List.of(new TenantCsv.Row(0, new TenantSeed(one.id, one.slug, one.name)))
                    : TenantCsv.read(csv == null ? Path.of("") : csv);
        }
    }

    /** One tenant. */
    private static final class One {
        @Option(names = "--slug", required = true, paramLabel = "SLUG", description = "Its name in addresses.")
        private String slug = "";

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name for people.")
        private String name = "";

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Its identifier. Default: a random one, where identifiers are of type uuid.")
        private @Nullable String id;
    }

    @Override
    public Integer call() {
        List<TenantCsv.Row> rows = seeds.rows();
        Tenants tenants = system.tenants(shell);
        return goOn ? each(tenants, rows) : all(tenants, rows);
    }

    private int all(Tenants tenants, List<TenantCsv.Row> rows) {
        try {
            List<SeedOutcome> outcomes =
                    tenants.seed(rows.stream().map(TenantCsv.Row::seed).toList());
            for (int i = 0; i < rows.size(); i++) {
                tell(rows.get(i), outcomes.get(i));
            }
            return ExitCode.OK;
        } catch (SeedFailedException e) {
            throw failed(rows.get(e.position()), e, "nothing was created: ");
        }
    }

    private int each(Tenants tenants, List<TenantCsv.Row> rows) {
        int failed = 0;
        for (TenantCsv.Row row : rows) {
            try {
                tell(row, tenants.seed(List.of(row.seed())).get(0));
            } catch (SeedFailedException e) {
                shell.out().println(failed(row, e, "not created: ").getMessage());
                failed++;
            }
        }
        if (failed > 0) {
            throw new Refusal(
                    ExitCode.FAILED,
                    failed + " of " + rows.size() + " tenants were not created; correct their lines and run it again");
        }
        return ExitCode.OK;
    }

    private void tell(TenantCsv.Row row, SeedOutcome outcome) {
        String what = outcome.created() ? "created: " : "there already: ";
        shell.out().println(place(row) + what + TenantText.line(outcome.tenant()));
    }

    private static Refusal failed(TenantCsv.Row row, SeedFailedException e, String what) {
        TenantRlsException cause = e.reason();
        return new Refusal(Failures.exitCode(cause), place(row) + what + Failures.message(cause), e);
    }

    private static String place(TenantCsv.Row row) {
        return row.line() == 0 ? "" : "line " + row.line() + ": ";
    }
}
