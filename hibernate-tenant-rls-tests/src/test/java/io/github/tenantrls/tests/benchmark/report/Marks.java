// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Contender;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How contenders look: colours that the colour-blind can tell apart (those of Okabe and Ito), and for prints in grey a shape
 * and a pattern of lines of each one's own.
 */
final class Marks {

    private static final List<String> ORDER = List.of("a", "b", "c", "d", "e", "f", "g");
    private static final List<String> COLOURS =
            List.of("#000000", "#0072B2", "#009E73", "#D55E00", "#E69F00", "#CC79A7", "#56B4E9", "#767676");
    private static final List<String> DASHES = List.of("", "", "6 2", "2 2", "8 3 2 3", "4 4", "1 3", "10 3");

    /** Each in a square from -1 to 1. */
    private static final List<String> SHAPES = List.of(
            "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
            "M-.9-.9H.9V.9H-.9Z",
            "M0-1.1L1 .8H-1Z",
            "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
            "M0 1.1L1-.8H-1Z",
            "M-.35-1.1H.35V-.35H1.1V.35H.35V1.1H-.35V.35H-1.1V-.35H-.35Z",
            "M-1-.6L-.6-1L0-.4L.6-1L1-.6L.4 0L1 .6L.6 1L0 .4L-.6 1L-1 .6L-.4 0Z",
            "M-.3-1.2H.3V1.2H-.3Z");

    /** Names that are no letters of contenders, with how they look. */
    private static final Map<String, Integer> OTHERS = Map.of("hibernate", 0, "verified", 1, "library", 2, "a8", 7);

    private static final Map<String, String> TITLES = Map.of(
            "a8", "(a) on Hibernate 8",
            "hibernate", "Hibernate, the library unused",
            "library", "with the library, not verified",
            "verified", "with the library, verified");

    private Marks() {}

    static String colour(String name) {
        return COLOURS.get(index(name));
    }

    static String dashes(String name) {
        return DASHES.get(index(name));
    }

    static String shape(String name) {
        return SHAPES.get(index(name));
    }

    static String title(String name) {
        return Arrays.stream(Contender.values())
                .filter(contender -> contender.letter.equals(name))
                .map(contender -> "(" + name + ") " + contender.title)
                .findFirst()
                .orElse(TITLES.getOrDefault(name, name));
    }

    private static int index(String name) {
        Integer other = OTHERS.get(name);
        if (other != null) {
            return other;
        }
        int letter = ORDER.indexOf(name);
        if (letter < 0) {
            throw new IllegalArgumentException("No mark for " + name);
        }
        return letter;
    }
}
