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
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.CacheNamespace;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MyBatis over an RlsDataSource, with each of its executors, and its second-level cache, which knows no tenant. */
class MyBatisIT extends OverAPool {

    interface Items {
        @Select("select name from item order by name")
        List<String> names();

        @Select("select name from item where id > #{id} order by name")
        @Options(fetchSize = 1)
        List<String> namesAbove(long id);

        @Insert("insert into item (name) values (#{name})")
        int insert(String name);

        @Insert("insert into item (name, tenant_id) values (#{name}, #{tenant}::uuid)")
        int insertFor(String name, String tenant);

        @Update("update item set name = name || '!'")
        int update();

        @Delete("delete from item")
        int delete();
    }

    @CacheNamespace
    interface CachedItems {
        @Select("select name from item order by name")
        List<String> names();
    }

    MyBatisIT() {
        super(PoolOfOne.HIKARI);
    }

    private SqlSessionFactory factory(boolean cache) {
        Configuration configuration =
                new Configuration(new Environment("tests", new JdbcTransactionFactory(), isolated));
        configuration.setCacheEnabled(cache);
        configuration.addMapper(Items.class);
        configuration.addMapper(CachedItems.class);
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    @ParameterizedTest
    @EnumSource
    void each_executor_reads_the_rows_of_the_tenant(ExecutorType executor) {
        SqlSessionFactory factory = factory(false);
        for (UUID tenant : List.of(A, B, C, A)) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                try (TenantContext.Scope scope = TenantContext.open(tenant);
                        SqlSession session = factory.openSession(executor, autoCommit)) {
                    Items items = session.getMapper(Items.class);
                    assertThat(items.names()).isEqualTo(Bound.rowsOf(tenant));
                    assertThat(items.namesAbove(0)).isEqualTo(Bound.rowsOf(tenant));
                }
            }
        }
    }

    @Test
    void without_policies_it_reads_all_rows() {
        TestSchema.of(database).unprotect("item"); // the negative control of the test above
        try (TenantContext.Scope scope = TenantContext.open(A);
                SqlSession session = factory(false).openSession()) {
            assertThat(session.getMapper(Items.class).names()).hasSize(4 * Bound.ROWS);
            session.close(); // or else the policies could not be made again
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void it_writes_rows_of_the_tenant_alone() {
        TenantContext.runAs(B, () -> {
            try (SqlSession session = factory(false).openSession()) {
                Items items = session.getMapper(Items.class);
                assertThat(items.insert("b4")).isOne();
                assertThat(items.update()).isEqualTo(Bound.ROWS + 1);
                assertThat(items.delete()).isEqualTo(Bound.ROWS + 1);
                session.rollback();
                assertThatThrownBy(() -> items.insertFor("x", A.toString()))
                        .rootCause()
                        .hasFieldOrPropertyWithValue("SQLState", "42501")
                        .hasMessageContaining("row-level security");
                session.rollback();
                assertThat(items.names()).isEqualTo(Bound.rowsOf(B));
            }
        });
    }

    @Test
    void a_session_does_not_work_for_another_tenant_and_without_one_not_at_all() {
        try (SqlSession session = factory(false).openSession()) {
            Items items = session.getMapper(Items.class);
            assertThatThrownBy(items::names).hasRootCauseInstanceOf(MissingTenantException.class);
            TenantContext.runAs(A, () -> assertThat(items.names()).isEqualTo(Bound.rowsOf(A)));
            assertThatThrownBy(() -> TenantContext.runAs(B, () -> items.namesAbove(0)))
                    .hasRootCauseInstanceOf(TenantMismatchException.class);
        }
    }

    /** Why the documentation says to switch it off: what is answered from a cache does not come to the database. */
    @ParameterizedTest
    @EnumSource
    void the_second_level_cache_gives_a_tenants_rows_to_the_next_unless_it_is_switched_off(Cache cache) {
        SqlSessionFactory factory = factory(cache == Cache.ON);
        assertThat(cachedNames(factory, A)).isEqualTo(Bound.rowsOf(A));
        assertThat(cachedNames(factory, B)).isEqualTo(Bound.rowsOf(cache == Cache.ON ? A : B));
    }

    enum Cache {
        ON,
        OFF
    }

    private static List<String> cachedNames(SqlSessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, () -> {
            try (SqlSession session = factory.openSession()) {
                List<String> names = session.getMapper(CachedItems.class).names();
                session.commit();
                return names;
            }
        });
    }
}
