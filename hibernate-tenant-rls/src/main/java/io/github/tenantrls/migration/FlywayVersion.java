// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A version of Flyway: numbers separated by dots or underscores. Immutable. */
record FlywayVersion(String text) implements Comparable<FlywayVersion> {

    private static final Pattern VERSIONED = Pattern.compile("[VB]([0-9]+(?:[._][0-9]+)*)__.*", Pattern.DOTALL);
    private static final Pattern LAST = Pattern.compile("(.*?)([0-9]+)", Pattern.DOTALL);

    /** The version behind the highest among files; repeatable and undo migrations do not count. */
    static FlywayVersion next(List<String> names) {
        return names.stream()
                .map(VERSIONED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new FlywayVersion(matcher.group(1)))
                .max(Comparator.naturalOrder())
                .map(FlywayVersion::next)
                .orElse(new FlywayVersion("1"));
    }

    /** One more in the last part, as wide as that was. */
    FlywayVersion next() {
        Matcher matcher = LAST.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("no version: " + text);
        }
        String last = matcher.group(2);
        String more = new BigInteger(last).add(BigInteger.ONE).toString();
        return new FlywayVersion(matcher.group(1) + "0".repeat(Math.max(0, last.length() - more.length())) + more);
    }

    @Override
    public int compareTo(FlywayVersion other) {
        List<BigInteger> mine = parts();
        List<BigInteger> others = other.parts();
        for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
            int difference = part(mine, i).compareTo(part(others, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private List<BigInteger> parts() {
        return Stream.of(text.split("[._]")).map(BigInteger::new).toList();
    }

    private static BigInteger part(List<BigInteger> parts, int number) {
        return number < parts.size() ? parts.get(number) : BigInteger.ZERO;
    }
}
