// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a baseline's file, read strictly: what it was to accept would be found otherwise, or worse.
 *
 * @param file the name of the file
 * @param number the number of the line, from one
 */
record BaselineLine(String file, int number) {

    private static final Pattern LINE = Pattern.compile(
            "(?<rule>\\S+)\\s+(?<subject>\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s\"]\\S*)\\s+until\\s+(?<until>[^\\s:]+)\\s*:(?<reason>.*)");

    private static final Pattern PLAIN = Pattern.compile("[^\\s\"#\\\\\\p{Cntrl}][^\\s\"#\\\\\\p{Cntrl}]*");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    /**
     * Reads the line.
     *
     * @throws TenantRlsException if it cannot be read
     */
    Baseline.Entry read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw refused("cannot be read", "write it as in: RLS026 public.item until 2027-01-31: the reason");
        }
        String rule = matcher.group("rule");
        if (Rules.ids().noneMatch(rule::equals)) {
            throw refused(
                    "names a rule that does not exist",
                    "accepted are " + String.join(", ", Rules.ids().toList()));
        }
        String reason = matcher.group("reason").strip();
        if (reason.isEmpty()) {
            throw refused("gives no reason", "say behind the colon why the finding is accepted");
        }
        return new Baseline.Entry(rule, subject(matcher.group("subject")), date(matcher.group("until")), reason);
    }

    /** Writes a line that {@link #read} reads. */
    static String write(Baseline.Entry entry) {
        String subject = entry.subject();
        return entry.rule() + " " + (PLAIN.matcher(subject).matches() ? subject : quoted(subject)) + " until "
                + entry.until() + ": " + entry.reason().strip();
    }

    TenantRlsException refused(String what, String remedy) {
        return new TenantRlsException(file + ", line " + number + ", " + what + "; " + remedy);
    }

    private LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw refused("has a date that cannot be read", "write year, month and day as in 2027-01-31");
        }
    }

    private String subject(String written) {
        return written.startsWith("\"")
                ? ESCAPE.matcher(written.substring(1, written.length() - 1))
                        .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))))
                : written;
    }

    private String unescaped(String escape) {
        if (escape.length() > 1) {
            return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        }
        return switch (escape) {
            case "\"", "\\", "/" -> escape;
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "b" -> "\b";
            case "f" -> "\f";
            default -> throw refused("has an escape that JSON does not know", "write it as JSON does");
        };
    }

    private static String quoted(String subject) {
        return Json.write(subject).strip();
    }
}
