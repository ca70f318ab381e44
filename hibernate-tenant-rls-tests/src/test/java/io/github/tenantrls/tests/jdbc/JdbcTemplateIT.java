// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JdbcTemplate and its relatives, with and without a transaction that keeps the connection for the thread. */
class JdbcTemplateIT extends OverAPool {

    private static final String SQL = "select name from item order by name";

    private static final List<Function<JdbcTemplate, List<String>>> READINGS = List.of(
            jdbc -> jdbc.queryForList(SQL, String.class),
            jdbc -> jdbc.queryForList("select name from item where id > ? order by name", String.class, 0),
            JdbcTemplateIT::stream,
            jdbc -> new NamedParameterJdbcTemplate(jdbc)
                    .queryForList("select name from item where id > :id order by name", Map.of("id", 0), String.class),
            jdbc -> JdbcClient.create(jdbc).sql(SQL).query(String.class).list());

    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;

    JdbcTemplateIT() {
        super(PoolOfOne.HIKARI);
    }

    private static List<String> stream(JdbcTemplate jdbc) {
        try (Stream<String> names = jdbc.queryForStream(SQL, (row, i) -> row.getString(1))) {
            return names.toList();
        }
    }

    private List<String> names() {
        return READINGS.get(0).apply(jdbc);
    }

    @BeforeEach
    void create_the_template() {
        jdbc = new JdbcTemplate(isolated);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(isolated));
    }

    @Test
    void each_way_of_reading_shows_the_rows_of_the_tenant() {
        for (UUID tenant : List.of(A, B, C, A)) {
            for (Function<JdbcTemplate, List<String>> reading : READINGS) {
                TenantContext.runAs(tenant, () -> {
                    assertThat(reading.apply(jdbc)).isEqualTo(Bound.rowsOf(tenant));
                    assertThat(transaction.<List<String>>execute(status -> reading.apply(jdbc)))
                            .isEqualTo(Bound.rowsOf(tenant));
                });
            }
        }
    }

    @Test
    void without_policies_each_way_of_reading_shows_all_rows() {
        TestSchema.of(database).unprotect("item"); // the negative control of the test above
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            assertThat(READINGS)
                    .allSatisfy(reading -> assertThat(reading.apply(jdbc)).hasSize(4 * Bound.ROWS));
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void each_way_of_writing_writes_rows_of_the_tenant() {
        TenantContext.runAs(
                B,
                () -> transaction.executeWithoutResult(status -> {
                    Number key = new SimpleJdbcInsert(jdbc)
                            .withTableName("item")
                            .usingColumns("name")
                            .usingGeneratedKeyColumns("id")
                            .executeAndReturnKey(Map.of("name", "b4"));
                    assertThat(jdbc.batchUpdate(
                                    "update item set name = ? where name = ?",
                                    List.of(new Object[] {"b5", "b4"}, new Object[] {"b5", "a1"})))
                            .containsExactly(1, 0);
                    assertThat(jdbc.queryForObject("select name from item where id = ?", String.class, key))
                            .isEqualTo("b5");
                    assertThat(jdbc.update("delete from item")).isEqualTo(Bound.ROWS + 1);
                    status.setRollbackOnly();
                }));
        TenantContext.runAs(
                A,
                () -> assertThatThrownBy(() -> jdbc.update("insert into item (name, tenant_id) values ('x', ?)", B))
                        .rootCause()
                        .hasFieldOrPropertyWithValue("SQLState", "42501")
                        .hasMessageContaining("row-level security"));
    }

    @Test
    void the_connection_that_a_transaction_keeps_does_not_work_for_another_tenant() {
        TenantContext.runAs(
                A,
                () -> transaction.executeWithoutResult(status -> {
                    assertThat(names()).isEqualTo(Bound.rowsOf(A));
                    assertThatThrownBy(() -> TenantContext.runAs(B, () -> names()))
                            .isInstanceOf(TenantMismatchException.class);
                    assertThat(names()).isEqualTo(Bound.rowsOf(A));
                }));
    }

    @Test
    void a_transaction_begun_without_a_tenant_is_refused_though_one_is_set_inside() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> TenantContext.runAs(A, () -> names())))
                .hasRootCauseInstanceOf(MissingTenantException.class);
    }

    @Test
    void a_nested_transaction_that_is_rolled_back_to_its_savepoint_leaves_the_tenant_bound() {
        TransactionTemplate nested = new TransactionTemplate(transaction.getTransactionManager());
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        TenantContext.runAs(
                A,
                () -> transaction.executeWithoutResult(status -> {
                    nested.executeWithoutResult(inner -> {
                        assertThat(jdbc.update("delete from item")).isEqualTo(Bound.ROWS);
                        inner.setRollbackOnly();
                    });
                    assertThat(names()).isEqualTo(Bound.rowsOf(A));
                }));
    }

    @Test
    void code_that_takes_the_connection_of_the_transaction_itself_is_bound_too() throws Exception {
        DataSource aware = new TransactionAwareDataSourceProxy(isolated);
        TenantContext.runAs(
                C,
                () -> transaction.executeWithoutResult(
                        status -> assertThat(READINGS.get(0).apply(new JdbcTemplate(aware)))
                                .isEqualTo(Bound.rowsOf(C))));
    }

    @Test
    void a_transaction_with_a_prepared_statement_takes_two_round_trips() throws Exception {
        DataSource proxied = PoolOfOne.AGROAL.over(database.proxiedDataSource(Role.APP));
        DataSource source = RlsDataSource.of(proxied);
        TransactionTemplate counted = new TransactionTemplate(new DataSourceTransactionManager(source));
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            for (int i = 0; i < 12; i++) {
                if (i == 2) { // the pool has its connection
                    database.roundTrips().reset();
                }
                counted.execute(status -> READINGS.get(1).apply(new JdbcTemplate(source)));
            }
            assertThat(database.roundTrips().count()).isEqualTo(20);
        } finally {
            PoolOfOne.close(proxied);
        }
    }
}
