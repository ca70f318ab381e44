// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.alone;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said when a step fails: who has to run it, and by which query the rows are found that are in the way. */
@ExtendWith(DatabaseExtension.class)
class StepFailuresIT {

    private static final Pattern QUERY = Pattern.compile("look at the rows by (.*); mend them and run it again");

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void tables() {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table parent (id int primary key, tenant_id text, unique (tenant_id, id))",
                "create table item (id int primary key, parent_id int, tenant_id text)",
                "insert into parent values (1, 'a'), (2, 'b')",
                "insert into item values (1, 1, 'a'), (2, 2, 'b'), (3, 2, null)");
    }

    private static TenantRlsException failure(Role role, MigrationStep... steps) throws SQLException {
        try (Connection connection = database.connection(role)) {
            return catchThrowableOfType(
                    TenantRlsException.class, () -> runner(steps).run(connection));
        }
    }

    private static List<String> rowsInTheWay(TenantRlsException failure, String state) {
        assertThat(failure)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        cause -> assertThat(cause.getSQLState()).isEqualTo(state));
        Matcher query = QUERY.matcher(failure.getMessage());
        assertThat(query.find()).as(failure.getMessage()).isTrue();
        return database.query(Role.OWNER, query.group(1));
    }

    @Test
    void a_role_that_may_not_is_told_who_may() throws SQLException {
        MigrationStep step = step(StepKind.COLUMN, "public.item", "alter table item add x int");
        assertThat(failure(Role.APP, step))
                .hasMessage(
                        "The migration ended in step 1 of 1 (change public.item): ERROR: must be owner of table item;"
                                + " run it as owner, which owns public.item");
    }

    @Test
    void a_role_that_may_not_create_roles_is_told_what_somebody_else_has_to_run() throws SQLException {
        MigrationStep step = step(StepKind.ROLE, "another", "create role another");
        assertThat(failure(Role.OWNER, step))
                .hasMessageStartingWith(
                        "The migration ended in step 1 of 1 (change another): ERROR: permission denied to create role")
                .hasMessageEndingWith(
                        "; run it as a role with createrole, or have a superuser run: create role another");
    }

    @Test
    void rows_without_a_tenant_are_found() throws SQLException {
        TenantRlsException failure = failure(
                Role.OWNER, step(StepKind.NOT_NULL, "public.item", "alter table item alter tenant_id set not null"));
        assertThat(rowsInTheWay(failure, "23502")).containsExactly("3");
    }

    @Test
    void rows_that_a_check_refuses_are_found() throws SQLException {
        TenantRlsException failure = failure(
                Role.OWNER,
                step(
                        StepKind.NOT_NULL,
                        "public.item",
                        "alter table item add constraint c check (tenant_id is not null) not valid"),
                alone(StepKind.NOT_NULL, "public.item", "alter table item validate constraint c"));
        assertThat(rowsInTheWay(failure, "23514")).containsExactly("3");
    }

    @Test
    void rows_that_refer_to_another_tenants_are_found() throws SQLException {
        database.sql(Role.OWNER, "update item set parent_id = 1 where id = 2");
        TenantRlsException failure = failure(
                Role.OWNER,
                step(
                        StepKind.KEY,
                        "public.item",
                        "alter table item add constraint f foreign key (tenant_id, parent_id)"
                                + " references parent (tenant_id, id) not valid"),
                alone(StepKind.KEY, "public.item", "alter table item validate constraint f"));
        assertThat(failure)
                .hasMessageContaining("Key (tenant_id, parent_id)=(b, 1) is not present in table \"parent\"");
        assertThat(rowsInTheWay(failure, "23503")).containsExactly("2");
    }

    @Test
    void rows_that_are_there_twice_are_found() throws SQLException {
        database.sql(Role.OWNER, "insert into item values (4, 2, 'b')");
        TenantRlsException failure = failure(
                Role.OWNER,
                step(StepKind.KEY, "public.item", "create unique index u on item (parent_id, (lower(tenant_id)))"));
        assertThat(rowsInTheWay(failure, "23505")).containsExactly("2");
    }

    @Test
    void options_that_would_mean_no_limit_or_no_attempt_are_refused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RunOptions(Duration.ofNanos(1), 1, 1, second, second))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("The lock timeout of a migration is out of range; give at least 1 ms");
        assertThatThrownBy(() -> new RunOptions(second, 0, 1, second, second))
                .hasMessageContaining("number of attempts");
        assertThatThrownBy(() -> new RunOptions(second, 1, 0, second, second)).hasMessageContaining("batch size");
        assertThatThrownBy(() -> new RunOptions(second, 1, 1, Duration.ofMillis(-1), second))
                .hasMessageContaining("pause after a batch");
        assertThatThrownBy(() -> new RunOptions(second, 1, 1, second, Duration.ofMillis(-1)))
                .hasMessageContaining("longest wait");
    }
}
