// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Factories;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;

/** One or two ways of each kind, to be checked under many settings. */
final class CoreWays {

    private static final Set<String> NAMES = Set.of(
            "find",
            "HQL",
            "native SQL with parameters",
            "lazy one-to-many",
            "for update",
            "stream with a cursor",
            "statement under a cursor",
            "HQL update",
            "HQL delete of joined tables",
            "dirty checking",
            "batched update of versioned rows",
            "identity",
            "batch as the first statement",
            "batch of identities",
            "graph with collection and join tables",
            "merge of another's versioned row",
            "Statement with a cursor",
            "Statement of several commands",
            "PreparedStatement, executed again",
            "PreparedStatement, kept over a commit",
            "after SET TRANSACTION ISOLATION LEVEL",
            "after a rollback to a savepoint",
            "cursor as a value of a row",
            "prepared batch",
            "generated keys of a batch",
            "updatable rows",
            "insert for another tenant",
            "HQL outside a transaction",
            "cursor outside a transaction",
            "untyped parameter and unbounded result outside a transaction, once prepared on the server",
            "stored function outside a transaction",
            "one-to-many after the commit",
            "in, outside, in a transaction",
            "after a failure and its rollback");

    private static final List<Way> ALL = Stream.of(
                    QueryWaysIT.all(),
                    AssociationWaysIT.all(),
                    WriteWaysIT.all(),
                    JdbcReadsIT.all(),
                    JdbcWritesIT.all(),
                    SessionWaysIT.all())
            .flatMap(List::stream)
            .filter(way -> NAMES.contains(way.name()))
            .toList();

    private CoreWays() {}

    /** Checks the ways on a factory of its own; then with the policies dropped, where those that read must fail. */
    static void check(Sample sample, Factories factories) {
        assertThat(ALL).extracting(Way::name).containsAll(NAMES);
        try (SessionFactory factory = factories.open()) {
            ALL.forEach(way -> way.check(sample, factory));
            sample.suspendPolicies();
            try {
                ALL.stream()
                        .filter(way -> way.provesItself() == Way.Control.WITHOUT_POLICIES)
                        .forEach(way -> way.failsWithoutPolicies(sample, factory));
            } finally {
                sample.resumePolicies();
            }
        }
    }
}
