// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.faults.Outcomes.Outcome;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Controls of {@link Audit}: each thing that it looks for is brought about by hand, and is all that it says. */
@ExtendWith(DatabaseExtension.class)
class AuditIT {

    private static final UUID TENANT = Population.TENANTS.get(0);
    private static final long ACCOUNT = Population.account(TENANT, 0);

    private final Database database;
    private final Results results = new Results();

    AuditIT(Database database) {
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

    @Test
    void what_is_as_the_clients_know_it_is_no_finding() {
        told(write(), Outcome.COMMITTED);
        results.outcomes().tell(List.of(issue()), Outcome.ROLLED_BACK);
        results.outcomes().unknown(List.of(write(), write()));
        results.outcomes().unknown(List.of(issue(), issue()));
        new Audit(database, results).check();
        assertThat(results.findings().told()).isEmpty();
        assertThat(results.units().counts())
                .isEqualTo(Map.of("writes COMMITTED", 1L, "writes ROLLED_BACK", 1L, "writes UNKNOWN", 4L));
    }

    @Test
    void half_of_a_transaction_of_which_it_is_not_known_is_found() {
        results.outcomes().unknown(List.of(write(), issue()));
        assertFound("LOST: half of a transaction is there: [1, 2]");
    }

    @Test
    void a_write_that_was_committed_and_is_not_there_is_found() {
        told(issue(), Outcome.COMMITTED);
        assertFound("LOST: write 1, by hand, was committed, and is not there");
    }

    @Test
    void a_write_that_was_rolled_back_and_is_there_is_found() {
        told(write(), Outcome.ROLLED_BACK);
        assertFound("UNDONE: write 1, by hand, was rolled back, and is there");
    }

    @Test
    void a_write_of_which_nobody_has_told_is_found() {
        issue();
        assertFound("UNEXPECTED: nobody has told what became of write 1, by hand,");
    }

    @Test
    void a_write_of_no_client_is_found() {
        insert(99);
        assertFound("UNDONE: write 99 is of no client");
    }

    @ParameterizedTest
    @MethodSource
    void what_does_not_add_up_is_found(String sabotage, String finding) {
        told(write(), Outcome.COMMITTED);
        told(write(), Outcome.COMMITTED);
        database.sql(Role.SUPERUSER, sabotage);
        assertFound("LOST: " + finding);
    }

    static List<Arguments> what_does_not_add_up_is_found() {
        return List.of(
                Arguments.of(
                        "update account set counter = 1 where id = " + ACCOUNT,
                        "account " + ACCOUNT + ": counter 1, entries 2"),
                Arguments.of(
                        "update card set counter = 1 where id = " + ACCOUNT,
                        "card " + ACCOUNT + ": counter 1, entries 0"),
                Arguments.of("update entry set noted = true where id = 1", "note 1 is not there"),
                Arguments.of(
                        "insert into note (id, owner, tenant_id) values (7, '" + TENANT + "', '" + TENANT + "')",
                        "note 7 is there"));
    }

    @ParameterizedTest
    @CsvSource({
        "account, update account set owner = :other where id = :account",
        "entry, update entry set owner = :other where id = 1",
        "note, 'insert into note (id, owner, tenant_id) values (2, :other, :tenant)'",
        "card, update card set owner = :other where id = :account",
        "tags, update account_tags set tags = :other || ':0' where account_id = :account"
    })
    void a_row_with_another_tenant_than_its_payload_says_is_found(String place, String sabotage) {
        told(write(), Outcome.COMMITTED);
        told(write(), Outcome.COMMITTED);
        database.sql(
                Role.SUPERUSER,
                "update entry set noted = " + place.equals("note") + " where id = 2",
                sabotage.replace(":other", "'" + Tenants.B + "'")
                        .replace(":tenant", "'" + TENANT + "'")
                        .replace(":account", String.valueOf(ACCOUNT)));
        assertFound("LEAK: " + TENANT + " has a row of " + Tenants.B + " in " + place);
    }

    @Test
    void a_change_of_the_rows_for_which_nobody_works_is_found() {
        database.sql(
                Role.SUPERUSER, "update account set version = 1 where id = " + Population.account(Tenants.NOBODY, 0));
        assertFound("LEAK: the rows for which nobody works have been changed: 4 1 0");
    }

    private void assertFound(String finding) {
        new Audit(database, results).check();
        assertThat(results.findings().told()).containsExactly(finding);
    }

    private void told(long write, Outcome outcome) {
        results.outcomes().tell(List.of(write), outcome);
    }

    private long issue() {
        return results.outcomes().issue("by hand");
    }

    /** One that is there. */
    private long write() {
        long write = issue();
        insert(write);
        return write;
    }

    private void insert(long write) {
        database.sql(
                Role.SUPERUSER,
                "insert into entry (id, owner, kind, account_id, amount, noted, tenant_id) values (" + write + ", '"
                        + TENANT + "', 'by hand', " + ACCOUNT + ", 0, false, '" + TENANT + "')",
                "update account set counter = counter + 1 where id = " + ACCOUNT);
    }
}
