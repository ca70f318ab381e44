// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ over an RlsDataSource: queries, statements, batches and transactions. */
class JooqIT extends OverAPool {

    private static final Table<Record> ITEM = table("item");
    private static final Field<String> NAME = field("name", String.class);
    private static final Field<Long> ID = field("id", Long.class);

    private static final List<Function<DSLContext, List<String>>> READINGS = List.of(
            dsl -> dsl.select(NAME).from(ITEM).orderBy(NAME).fetch(NAME),
            dsl -> dsl.select(NAME).from(ITEM).where(ID.gt(0L)).orderBy(NAME).fetch(NAME),
            dsl -> dsl.fetch("select name from item order by name").getValues(NAME),
            dsl -> dsl.select(NAME).from(ITEM).orderBy(NAME).fetchInto(String.class),
            JooqIT::lazily);

    private DSLContext dsl;

    JooqIT() {
        super(PoolOfOne.HIKARI);
    }

    private static List<String> lazily(DSLContext dsl) {
        try (Cursor<? extends Record> rows =
                dsl.select(NAME).from(ITEM).orderBy(NAME).fetchSize(1).fetchLazy()) {
            return rows.fetch().getValues(NAME);
        }
    }

    private static List<String> names(DSLContext dsl) {
        return READINGS.get(0).apply(dsl);
    }

    @BeforeEach
    void create_the_context() {
        dsl = DSL.using(isolated, SQLDialect.POSTGRES);
    }

    @Test
    void each_way_of_reading_shows_the_rows_of_the_tenant() {
        for (UUID tenant : List.of(A, B, C, A)) {
            for (Function<DSLContext, List<String>> reading : READINGS) {
                TenantContext.runAs(tenant, () -> {
                    assertThat(reading.apply(dsl)).isEqualTo(Bound.rowsOf(tenant));
                    assertThat(dsl.<List<String>>transactionResult(configuration -> reading.apply(configuration.dsl())))
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
                    .allSatisfy(reading -> assertThat(reading.apply(dsl)).hasSize(4 * Bound.ROWS));
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void each_way_of_writing_writes_rows_of_the_tenant() {
        TenantContext.runAs(
                B,
                () -> assertThatThrownBy(() -> dsl.transaction(configuration -> {
                            DSLContext within = configuration.dsl();
                            Long id = within.insertInto(ITEM, NAME)
                                    .values("b4")
                                    .returning(ID)
                                    .fetchOne(ID);
                            assertThat(within.batch("update item set name = ? where name = ?")
                                            .bind("b5", "b4")
                                            .bind("b5", "a1")
                                            .execute())
                                    .containsExactly(1, 0);
                            assertThat(within.select(NAME)
                                            .from(ITEM)
                                            .where(ID.eq(id))
                                            .fetchOne(NAME))
                                    .isEqualTo("b5");
                            assertThat(within.deleteFrom(ITEM).execute()).isEqualTo(Bound.ROWS + 1);
                            throw new DataAccessException("roll back");
                        }))
                        .hasMessage("roll back"));
        TenantContext.runAs(A, () -> {
            assertThatThrownBy(() -> dsl.insertInto(ITEM, NAME, field("tenant_id", UUID.class))
                            .values("x", B)
                            .execute())
                    .isInstanceOfSatisfying(
                            DataAccessException.class,
                            e -> assertThat(e.sqlState()).isEqualTo("42501"))
                    .hasMessageContaining("row-level security");
            assertThat(names(dsl)).isEqualTo(Bound.rowsOf(A));
        });
    }

    @Test
    void the_transaction_of_a_tenant_does_not_work_for_another_and_without_one_there_is_none() {
        TenantContext.runAs(
                A,
                () -> dsl.transaction(configuration -> assertThatThrownBy(
                                () -> TenantContext.runAs(B, () -> names(configuration.dsl())))
                        .isInstanceOf(TenantMismatchException.class)));
        assertThatThrownBy(() -> names(dsl)).isInstanceOf(MissingTenantException.class);
    }

    /** jOOQ sets a savepoint for it. */
    @Test
    void a_nested_transaction_that_is_rolled_back_leaves_the_tenant_bound() {
        TenantContext.runAs(
                A,
                () -> dsl.transaction(outer -> {
                    assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                                assertThat(inner.dsl().deleteFrom(ITEM).execute())
                                        .isEqualTo(Bound.ROWS);
                                throw new DataAccessException("roll back");
                            }))
                            .hasMessage("roll back");
                    assertThat(names(outer.dsl())).isEqualTo(Bound.rowsOf(A));
                }));
    }
}
