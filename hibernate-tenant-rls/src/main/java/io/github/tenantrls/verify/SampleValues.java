// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values to try for a column, as texts that are cast to its type; the first is random where the type is wide enough, so
 * that no row has it yet.
 */
final class SampleValues {

    private static final int WORD = 12;
    private static final int MOST_DIGITS = 9;
    private static final long EPOCH_DAYS_OF_A_CENTURY = 36_500;

    private SampleValues() {}

    /** Values of the column's type, whatever conditions there are. */
    static List<String> of(ProbeColumn column) {
        Stream<String> values = switch (column.category()) {
            case "N" -> numbers(column);
            case "S" -> texts(column);
            case "E" -> column.labels().stream();
            case "A" -> Stream.of("{}", "{" + element(column) + "}");
            case "C" -> Stream.of("(" + ",".repeat(Math.max(column.parts() - 1, 0)) + ")");
            case "R" -> ranges(column);
            case "V" -> bits(column);
            case "D" -> times(column.kind());
            default -> others(column.kind());
        };
        return values.distinct().toList();
    }

    /** Values of the column's type, and others that the text of conditions suggests. */
    static Set<String> fitting(ProbeColumn column, String conditions) {
        Set<String> values = new LinkedHashSet<>(of(column));
        values.addAll(SuggestedValues.from(conditions, column));
        return values;
    }

    static String word(int length) {
        return ThreadLocalRandom.current()
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Stream<String> numbers(ProbeColumn column) {
        long largest = switch (column.kind()) {
            case "int2" -> Short.MAX_VALUE;
            case "int4" -> Integer.MAX_VALUE;
            case "int8" -> 1L << 53;
            default -> (long) Math.pow(10, Math.min(column.digits(MOST_DIGITS), MOST_DIGITS)) - 1;
        };
        long random = largest <= 1 ? 0 : ThreadLocalRandom.current().nextLong(largest / 2, largest);
        return Stream.of(random, 1L, 0L, 2L, 10L, 50L, 100L, -1L)
                .filter(number -> Math.abs(number) <= Math.max(largest, 0))
                .map(String::valueOf);
    }

    private static Stream<String> texts(ProbeColumn column) {
        int length = column.length(Integer.MAX_VALUE);
        String word = word(Math.min(length, WORD));
        return Stream.of(
                        word,
                        word.toUpperCase(Locale.ROOT),
                        "a",
                        "A",
                        "1",
                        String.valueOf(ThreadLocalRandom.current().nextInt(1_000_000)),
                        "",
                        word + "@example.com",
                        "https://example.com/" + word)
                .filter(text -> text.length() <= length);
    }

    private static Stream<String> times(String kind) {
        LocalDate day = day();
        return switch (kind) {
            case "time", "timetz" ->
                IntStream.of(12, 0, 23, ThreadLocalRandom.current().nextInt(24))
                        .mapToObj(
                                hour -> hour + ":" + ThreadLocalRandom.current().nextInt(10, 60));
            default -> Stream.of(day.toString(), "today", "tomorrow", "yesterday", "1950-01-01", "2950-01-01");
        };
    }

    private static Stream<String> ranges(ProbeColumn column) {
        String lower;
        String upper;
        if (Set.of("date", "timestamp", "timestamptz").contains(column.element())) {
            LocalDate day = day();
            lower = day.toString();
            upper = day.plusDays(1).toString();
        } else {
            int number = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
            lower = String.valueOf(number);
            upper = String.valueOf(number + 1);
        }
        // a multirange is written as a list of ranges
        return column.kind().endsWith("multirange") || column.element().isEmpty()
                ? Stream.of("{}")
                : Stream.of("[" + lower + "," + upper + ")", "empty", "[" + lower + ",)");
    }

    private static Stream<String> bits(ProbeColumn column) {
        int length = column.length(1);
        return Stream.of("0".repeat(length), "1".repeat(length));
    }

    private static Stream<String> others(String kind) {
        return switch (kind) {
            case "bool" -> Stream.of("true", "false");
            case "uuid" -> Stream.of(UUID.randomUUID().toString());
            case "json", "jsonb" -> Stream.of("{}", "[]", "1", "\"a\"");
            case "bytea" -> Stream.of("\\x" + UUID.randomUUID().toString().replace("-", ""), "\\x00", "\\x");
            case "interval" -> Stream.of("1 day", "0", "1 hour", "1 year", "-1 day");
            case "inet", "cidr" -> Stream.of(address(), "2001:db8::1");
            case "macaddr" -> Stream.of("08:00:2b:01:02:03");
            case "macaddr8" -> Stream.of("08:00:2b:01:02:03:04:05");
            case "point" -> Stream.of("(0,0)");
            case "line" -> Stream.of("{1,1,1}");
            case "lseg", "box", "path", "polygon" -> Stream.of("((0,0),(1,1))");
            case "circle" -> Stream.of("<(0,0),1>");
            case "xml" -> Stream.of("<a/>");
            case "pg_lsn" -> Stream.of("0/1");
            default -> Stream.of("", "1", "a", "{}", "[1]", "()");
        };
    }

    private static String address() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private static LocalDate day() {
        return LocalDate.ofEpochDay(ThreadLocalRandom.current().nextLong(EPOCH_DAYS_OF_A_CENTURY));
    }

    private static String element(ProbeColumn array) {
        if (!array.labels().isEmpty()) {
            return '"' + array.labels().get(0) + '"';
        }
        return switch (array.element()) {
            case "text", "varchar", "bpchar" -> "a";
            case "bool" -> "true";
            case "uuid" -> UUID.randomUUID().toString();
            case "date", "timestamp", "timestamptz" -> "2001-01-01";
            case "json", "jsonb" -> "\"{}\"";
            default -> "1";
        };
    }
}
