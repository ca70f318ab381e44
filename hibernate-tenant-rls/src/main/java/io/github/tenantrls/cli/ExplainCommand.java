// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.explain.ExplainOptions;
import io.github.tenantrls.explain.Explanation;
import io.github.tenantrls.explain.QueryExplainer;
import io.github.tenantrls.migration.IsolationConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains what the policies do to the plan of a statement. */
@Command(
        description = {
            "Show what the policies do to the plan of a statement.",
            "Both plans are shown, with the policies and without, and for each table whether an index is lost, and to which"
                    + " operator or function that is not leakproof. Ends with 1 if one is lost."
        },
        footer = {
            "",
            "Examples:",
            "  tenant-rls explain --tenant 0d4f1c1e-.. \"select * from invoice where number like 'A%%'\"",
            "  tenant-rls explain --tenant 42 --value 1=A%% 'select * from invoice where number like ?'",
            "  tenant-rls explain --tenant 42 --hql --persistence-unit shop --class-path 'target/lib/*' \\",
            "      'from Invoice where number like :number'"
        })
final class ExplainCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Mixin
    private RuntimeOptions runtime = new RuntimeOptions();

    @Mixin
    private UnitOptions unit = new UnitOptions();

    @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The tenant that it is run for.")
    private String tenant = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Text text = new Text();

    @Option(names = "--hql", description = "It is HQL, of the persistence unit that is given.")
    private boolean hql;

    @Option(names = "--analyze", description = "Run it too, for its times, and roll it back; only what reads.")
    private boolean analyze;

    @Option(
            names = "--value",
            paramLabel = "PARAMETER=VALUE",
            description = "The value of a parameter: by number from 1, or by name. Without any it is explained for all"
                    + " values.")
    private Map<String, String> values = new LinkedHashMap<>();

    ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    /** What is explained. */
    private static final class Text {
        @Parameters(paramLabel = "STATEMENT", description = "One statement.")
        private @Nullable String statement;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "A file with the statement.")
        private @Nullable Path file;
    }

    @Override
    public Integer call() {
        IsolationConfig config = system.config(shell);
        if (hql) {
            Optional<Integer> elsewhere = unit.elsewhere(shell, config);
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        }
        TenantColumnType.parse(config.get("column_type").orElse("uuid"))
                .normalize(tenant); // the server would blame the statement
        Explanation explanation = explain(config);
        shell.out().println(explanation);
        return explanation.isKept() ? ExitCode.OK : ExitCode.FOUND;
    }

    private Explanation explain(IsolationConfig config) {
        LogIn logIn = runtime.logIn(config, shell);
        logIn.require();
        String sql = hql ? Unit.sql(unit.require(config), config, logIn, statement()) : statement();
        return QueryExplainer.of(logIn.dataSource(), system.asSystem(config, shell), config.scoped(), config.settings())
                .explain(sql, tenant, new ExplainOptions(analyze, values));
    }

    private String statement() {
        if (text.file == null) {
            return String.valueOf(text.statement);
        }
        try {
            return Files.readString(text.file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.USAGE,
                    text.file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); name a file that is text in UTF-8",
                    e);
        }
    }
}
