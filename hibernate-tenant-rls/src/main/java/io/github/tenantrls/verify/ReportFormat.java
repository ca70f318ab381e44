// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** The forms in which a {@link VerificationReport} can be had. */
public enum ReportFormat {
    /** For a console or a log: grouped by table, the worst first, each finding with the SQL that mends it. */
    TEXT,
    /** For programs; {@code docs/verification-report.md} says what is in it. */
    JSON,
    /** For the test view of a build server: a test case for each rule, which fails if the rule found something. */
    JUNIT,
    /** SARIF 2.1.0, for collections of static analysis; the places are names in the database, not files. */
    SARIF,
    /** For a comment on a change, or a page. */
    MARKDOWN,
    /** A page for people to look at, in one file: a matrix of tables and rules, with details; {@code report.html}. */
    HTML;

    /**
     * Renders a report.
     *
     * @param report the report
     * @return the whole text, which ends with a line break
     */
    public String render(VerificationReport report) {
        return switch (this) {
            case TEXT -> TextReport.render(report);
            case JSON -> JsonReport.render(report);
            case JUNIT -> JunitReport.render(report);
            case SARIF -> SarifReport.render(report);
            case MARKDOWN -> MarkdownReport.render(report);
            case HTML -> HtmlReport.render(report);
        };
    }
}
