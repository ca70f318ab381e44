// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.TestSchema;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is broken on purpose is found by {@link Harness}, and soon. */
@ExtendWith(DatabaseExtension.class)
class FaultsControlIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Database database;

    FaultsControlIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    static void create(Database database) {
        Population.create(database);
    }

    @BeforeEach
    void begin_anew() {
        Population.rows(database);
    }

    @ParameterizedTest
    @EnumSource
    void what_breaks_the_binding_or_a_transaction_is_found(Broken broken) throws Exception {
        assertFound(broken.foundAs, broken::over, any -> {});
    }

    @Test
    void a_table_without_policies_is_found() throws Exception {
        try {
            assertFound(Set.of(Kind.LEAK), UnaryOperator.identity(), any -> TestSchema.of(any)
                    .unprotect("account"));
        } finally {
            TestSchema.of(database).protect("account");
        }
    }

    @Test
    void with_nothing_broken_nothing_is_found_but_that_no_fault_took_effect() throws Exception {
        Results results = run(UnaryOperator.identity(), any -> {}, Duration.ofSeconds(1));
        assertThat(results.findings().told()).isEmpty();
        RequiredFaults.require(results);
        assertThat(results.findings().told())
                .contains("NO_EFFECT: never took effect: " + Fault.TERMINATED.meaning)
                .allMatch(finding -> finding.startsWith("NO_EFFECT"));
    }

    private void assertFound(Set<Kind> kinds, UnaryOperator<DataSource> underneath, Consumer<Database> sabotage)
            throws Exception {
        Results results = run(underneath, sabotage, SOON);
        assertThat(kinds)
                .as("%s", results.findings().told())
                .anyMatch(kind -> results.findings().count(kind) > 0);
        assertThat(results.findings().foundAfter()).isLessThan(SOON);
    }

    private Results run(UnaryOperator<DataSource> underneath, Consumer<Database> sabotage, Duration duration)
            throws Exception {
        Plan plan = new Plan(duration, Duration.ofSeconds(1), 1, 8, 0, underneath, sabotage);
        return new Harness(plan, null, database, null).run();
    }
}
