// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks a list of ways twice: as they must be, and with what isolates the tenants taken away, where all must fail. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class WaysContract {

    Sample sample;
    SessionFactory factory;

    /** The ways to check. */
    abstract List<Way> ways();

    @BeforeAll
    void open(Database database) {
        sample = Sample.in(database);
        factory = sample.factories().open();
    }

    @AfterAll
    void close() throws Exception {
        factory.close();
        sample.close();
    }

    @TestFactory
    Stream<DynamicTest> reaches_only_the_own_rows() {
        return ways().stream().map(way -> dynamicTest(way.name(), () -> way.check(sample, factory)));
    }

    @TestFactory
    Stream<DynamicTest> fails_once_the_policies_are_dropped() {
        sample.unprotect();
        return with(Way.Control.WITHOUT_POLICIES)
                .map(way -> dynamicTest(way.name(), () -> way.failsWithoutPolicies(sample, factory)))
                .onClose(sample::protect);
    }

    @TestFactory
    Stream<DynamicTest> fails_once_nothing_is_bound() {
        SessionFactory unbound = sample.openWithoutBinding();
        return with(Way.Control.WITHOUT_BINDING)
                .map(way -> dynamicTest(way.name(), () -> way.failsWithoutBinding(sample, unbound)))
                .onClose(unbound::close);
    }

    private Stream<Way> with(Way.Control control) {
        return ways().stream().filter(way -> way.provesItself() == control);
    }
}
