// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationThreshold;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.verify.DatabaseVerifier;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies that a database isolates the tenants, and tries it out. */
@Command(
        description = {
            "Verify that a database keeps the tenants apart.",
            "It logs in as the application does, reads the catalog, and tries to cross from one tenant to another. What is"
                    + " tried is rolled back."
        },
        footer = {
            "",
            "Examples:",
            "  tenant-rls check --runtime-user app",
            "  tenant-rls check --format html -o report.html",
            "  tenant-rls check --format junit -o target/isolation.xml --fail-on medium",
            "  tenant-rls check --persistence-unit orders --class-path 'target/classes:target/lib/*'"
        })
final class CheckCommand implements Callable<Integer> {

    private static final String BASELINE =
            TenantRlsSettings.VERIFICATION_BASELINE.substring(TenantRlsSettings.PREFIX.length());
    private static final String FAIL_ON =
            TenantRlsSettings.VERIFICATION_FAIL_ON.substring(TenantRlsSettings.PREFIX.length());

    private final Shell shell;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private RuntimeOptions runtime = new RuntimeOptions();

    @Mixin
    private UnitOptions unit = new UnitOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, json, junit, sarif, markdown or html. Default: text.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the report there; one that is there is replaced.")
    private @Nullable Path output;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "End with 1 if something at least as bad is found: critical, high, medium or low. Default:"
                    + " verification.fail_on of the configuration, else high.")
    private @Nullable VerificationThreshold failOn;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Findings that are known and accepted. Default: verification.baseline of the configuration.")
    private @Nullable Path baseline;

    @Option(names = "--no-probe", description = "Read the catalog only, and try nothing out.")
    private boolean noProbe;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        IsolationConfig config = config();
        if (unit.isGiven()) {
            Optional<Integer> elsewhere = unit.elsewhere(shell, config);
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        }
        VerificationReport report = unit.isGiven() ? ofUnit(config) : ofDatabase(config);
        show(report);
        return report.findingsFrom(threshold(config)).isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }

    private IsolationConfig config() {
        IsolationConfig config = configuration.read(shell);
        return baseline == null ? config : config.with(Map.of(BASELINE, baseline.toString()), "--baseline");
    }

    private VerificationReport ofDatabase(IsolationConfig config) {
        Scoped.require(config);
        LogIn logIn = runtime.logIn(config, shell);
        logIn.require();
        DatabaseVerifier verifier =
                DatabaseVerifier.of(logIn.dataSource(), config.scoped(), config.global(), config.settings());
        return noProbe ? verifier.verify() : verifier.verifyAndProbe();
    }

    private VerificationReport ofUnit(IsolationConfig config) {
        LogIn logIn = runtime.logIn(config, shell);
        logIn.require();
        return Unit.report(unit.require(config), config, logIn, !noProbe);
    }

    private void show(VerificationReport report) {
        String text = report.render(format);
        if (output == null) {
            shell.out().print(text);
            return;
        }
        Path file = output.toAbsolutePath();
        Written.file(
                new ScriptFile(Objects.requireNonNull(file.getFileName()), text),
                Objects.requireNonNull(file.getParent()),
                true);
        shell.out().println(report.render(ReportFormat.TEXT).lines().findFirst().orElse(""));
        shell.out().println("written: " + output);
    }

    private Severity threshold(IsolationConfig config) {
        String name = failOn != null
                ? failOn.name()
                : config.get(FAIL_ON).orElse(VerificationThreshold.HIGH.name()).trim();
        return Severity.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
