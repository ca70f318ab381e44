// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands have in common. */
@Command(
        name = Root.NAME,
        versionProvider = Version.class,
        description = "From an existing PostgreSQL schema to tenants that are kept apart by row-level security.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tenant-rls init --url jdbc:postgresql://localhost/shop --user owner",
            "  tenant-rls migrate --apply",
            "  tenant-rls check --runtime-user app",
            "",
            "Every command has its own --help, with examples."
        })
final class Root {

    /** How it is called where it is called by a name. */
    static final String NAME = "tenant-rls";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this, and end.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version, and end.")
    private boolean version;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            description = "Colours: auto (at a terminal, unless NO_COLOR is set), always, never.")
    private Colors color = Colors.AUTO;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "After an error, show where in the program it came from.")
    private boolean stacktrace;

    @Override
    public String toString() {
        return NAME + (help || version || stacktrace ? "" : " ") + color;
    }
}
