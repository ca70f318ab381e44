// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All rules there are. */
final class Rules {

    /** The worst first. */
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::subject)
            .thenComparing(Finding::rule);

    private static final List<Rule> ALL = Stream.of(TableRules.ALL, PolicyRules.ALL, AccessRules.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Rule::id))
            .toList();

    private Rules() {}

    /** What rules are about, in a few words. */
    enum Group {
        TABLES("Tables, columns, keys"),
        POLICIES("Policies"),
        ACCESS("Roles, grants, views, settings");

        final String title;

        Group(String title) {
            this.title = title;
        }

        /** What the rule of an id is about. */
        static Group of(String id) {
            return has(TableRules.ALL, id) ? TABLES : has(PolicyRules.ALL, id) ? POLICIES : ACCESS;
        }

        private static boolean has(List<? extends Rule> rules, String id) {
            return rules.stream().map(Rule::id).anyMatch(id::equals);
        }
    }

    static Stream<String> ids() {
        return ALL.stream().map(Rule::id);
    }

    /** All rules, by id. */
    static List<RuleInfo> infos() {
        return ALL.stream().map(RuleInfo::of).toList();
    }

    /** All findings, the worst first. */
    static List<Finding> check(CatalogFacts facts) {
        return ALL.stream().flatMap(rule -> rule.check(facts)).sorted(ORDER).toList();
    }
}
