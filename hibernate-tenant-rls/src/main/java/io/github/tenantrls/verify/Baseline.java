// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Findings that are known and, until a day that each names, keep no application from starting. Immutable.
 *
 * <p>As a file, one line each; empty lines and those that begin with {@code #} do not count:
 *
 * <pre>
 * RLS026 public.item until 2027-01-31: legacy index, ticket 123
 * </pre>
 *
 * <p>A subject with blanks, quotes or {@code #} in it is written as a JSON text, in double quotes.
 */
public final class Baseline {

    private static final Baseline EMPTY = new Baseline("", List.of());

    private final String name;
    private final List<Entry> entries;

    private Baseline(String name, List<Entry> entries) {
        this.name = name;
        this.entries = List.copyOf(entries);
    }

    /**
     * One known finding. Immutable.
     *
     * @param rule the id of the rule
     * @param subject what it is about, as the finding names it
     * @param until the last day on which it is accepted
     * @param reason why it is accepted
     */
    public record Entry(String rule, String subject, LocalDate until, String reason) {

        /**
         * Creates an entry.
         *
         * @param rule the id of the rule
         * @param subject what it is about
         * @param until the last day on which it is accepted
         * @param reason why it is accepted
         * @throws TenantRlsException if the reason is blank, or has more than one line
         */
        public Entry {
            if (reason.isBlank() || reason.lines().count() > 1) {
                throw new TenantRlsException("An entry of a baseline has no reason, or one of several lines; say in one"
                        + " line why the finding is accepted");
            }
        }

        /**
         * The entry as a line of a file.
         *
         * @return the line, without line break
         */
        @Override
        public String toString() {
            return BaselineLine.write(this);
        }

        boolean accepts(Finding finding) {
            return rule.equals(finding.rule()) && subject.equals(finding.subject());
        }
    }

    /** A baseline that accepts nothing. */
    static Baseline empty() {
        return EMPTY;
    }

    /**
     * Reads a baseline.
     *
     * @param name the name of the file, for messages
     * @param text its content
     * @return the baseline
     * @throws TenantRlsException if a line cannot be read, names a rule that does not exist or what a line before it has
     *     named; it tells the number of the line
     */
    public static Baseline parse(String name, String text) {
        Map<String, Entry> read = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                BaselineLine at = new BaselineLine(name, number);
                Entry entry = at.read(line);
                if (read.put(key(entry.rule(), entry.subject()), entry) != null) {
                    throw at.refused(
                            "has the rule and the subject of a line before it", "leave the one with the right date");
                }
            }
        }
        return new Baseline(name, List.copyOf(read.values()));
    }

    /**
     * A baseline with all that the rules found; what a probe refuted is accepted by settings only. What the report's own baseline accepts stays as it is.
     *
     * @param report the report
     * @param until the last day on which its findings are accepted
     * @param reason why, in one line
     * @return the baseline; its text is that of a file
     * @throws TenantRlsException if the reason is blank, or has more than one line
     */
    public static Baseline of(VerificationReport report, LocalDate until, String reason) {
        Stream<Entry> known = report.accepted().stream().flatMap(Baseline::entry);
        Stream<Entry> found = report.findings().stream()
                .filter(finding -> !finding.rule().equals(ProbeFinding.ID))
                .map(finding -> new Entry(finding.rule(), finding.subject(), until, reason));
        Map<String, Entry> entries = Stream.concat(known, found)
                .collect(Collectors.toMap(
                        entry -> key(entry.rule(), entry.subject()),
                        Function.identity(),
                        (first, second) -> first,
                        LinkedHashMap::new));
        return new Baseline("", new ArrayList<>(entries.values()));
    }

    /**
     * What it accepts.
     *
     * @return its entries, in the order of the file
     */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The baseline as a file.
     *
     * @return a line for each entry, each with its line break
     */
    @Override
    public String toString() {
        return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
    }

    /** The name of its file, for messages. */
    String name() {
        return name;
    }

    private static Stream<Entry> entry(AcceptedFinding accepted) {
        LocalDate until = accepted.until();
        Finding finding = accepted.finding();
        return until == null
                ? Stream.empty() // the setting that accepts it goes on to do so
                : Stream.of(new Entry(finding.rule(), finding.subject(), until, accepted.reason()));
    }

    private static String key(String rule, String subject) {
        return rule + ":" + subject;
    }
}
