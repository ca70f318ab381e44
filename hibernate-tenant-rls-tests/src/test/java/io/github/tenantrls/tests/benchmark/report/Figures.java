// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import io.github.tenantrls.tests.benchmark.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The figures of a run, or some of them. Immutable. */
record Figures(List<Measurement> all) {

    Figures of(String experiment) {
        return where(figure -> figure.experiment().equals(experiment));
    }

    Figures contender(String contender) {
        return where(figure -> figure.contender().equals(contender));
    }

    Figures in(String unit) {
        return where(figure -> figure.unit().equals(unit));
    }

    Figures at(String key, String value) {
        return where(figure -> value.equals(figure.at().get(key)));
    }

    Figures where(Predicate<Measurement> condition) {
        return new Figures(all.stream().filter(condition).toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The one figure that is left. */
    Optional<Measurement> first() {
        return all.stream().findFirst();
    }

    /** What a key has as values, in the order in which they were measured. */
    List<String> values(String key) {
        return all.stream()
                .filter(figure -> figure.at().containsKey(key))
                .map(figure -> figure.at().get(key))
                .distinct()
                .toList();
    }

    List<String> contenders() {
        return all.stream().map(Measurement::contender).distinct().sorted().toList();
    }
}
