// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What of a {@code DataSource} is bound, what is handed on, and what is refused: nothing else is left. */
class RlsDataSourceTest {

    private static final Set<String> HANDED_ON = Set.of(
            "createShardingKeyBuilder",
            "getLogWriter",
            "setLogWriter",
            "getLoginTimeout",
            "setLoginTimeout",
            "getParentLogger");

    private final List<String> asked = new ArrayList<>();
    private final DataSource pool = (DataSource) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                asked.add(method.getName());
                return method.getReturnType() == int.class ? 7 : null;
            });
    private final RlsDataSource isolated = RlsDataSource.of(pool);

    static Stream<Method> methods() {
        return Arrays.stream(DataSource.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    static Stream<Method> handedOn() {
        return methods().filter(method -> HANDED_ON.contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void every_method_of_this_jdks_data_sources_is_its_own(Method method) throws NoSuchMethodException {
        assertThat(RlsDataSource.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .getDeclaringClass())
                .isEqualTo(RlsDataSource.class);
    }

    @ParameterizedTest
    @MethodSource("handedOn")
    void what_leads_to_no_connection_is_handed_on(Method method) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == int.class ? 3 : new PrintWriter(Writer.nullWriter()))
                .toArray();
        Object answer = method.invoke(isolated, arguments);
        assertThat(asked).containsExactly(method.getName());
        assertThat(answer).isEqualTo(method.getReturnType() == int.class ? 7 : null);
    }

    @Test
    void nothing_else_leads_to_a_connection_but_what_is_bound_or_refused() {
        assertThat(methods().map(Method::getName).filter(name -> !HANDED_ON.contains(name)))
                .containsExactlyInAnyOrder(
                        "getConnection", "getConnection", "createConnectionBuilder", "unwrap", "isWrapperFor");
        assertThatThrownBy(isolated::createConnectionBuilder)
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasFieldOrPropertyWithValue("SQLState", "0A000")
                .hasMessageContaining("would be bound to no tenant; use getConnection()");
        assertThatThrownBy(() -> isolated.getConnection("owner", "secret"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasFieldOrPropertyWithValue("SQLState", "0A000")
                .hasMessageContaining("wrap a DataSource that has this user")
                .hasMessageNotContaining("secret");
        assertThat(asked).isEmpty();
    }

    @Test
    void the_pool_behind_it_is_not_handed_out() {
        PGSimpleDataSource wrapped = new PGSimpleDataSource();
        RlsDataSource wrapper = RlsDataSource.of(wrapped);
        assertThat(wrapper.isWrapperFor(PGSimpleDataSource.class)).isFalse();
        assertThat(wrapper.isWrapperFor(DataSource.class)).isTrue();
        assertThatThrownBy(() -> wrapper.unwrap(PGSimpleDataSource.class))
                .isInstanceOf(SQLException.class)
                .hasMessage(
                        "RlsDataSource: the DataSource behind it is not handed out, since its connections are bound to"
                                + " no tenant; keep a reference to it where it is made");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "column",
                "verification",
                "verification.interval",
                "schema_export",
                "composite_foreign_keys",
                "runtime_role",
                "system.url",
                "system.user",
                "system.password"
            })
    void a_setting_of_persistence_units_is_refused(String name) {
        String setting = TenantRlsSettings.PREFIX + name;
        assertThatThrownBy(() -> RlsDataSource.of(pool, Map.of(setting, "x")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("RlsDataSource: " + setting + " is for persistence units; known are"
                        + " hibernate.tenant_rls.binding, hibernate.tenant_rls.column_type,"
                        + " hibernate.tenant_rls.known_tenants, hibernate.tenant_rls.missing_tenant,"
                        + " hibernate.tenant_rls.switch_guard, hibernate.tenant_rls.system.datasource,"
                        + " hibernate.tenant_rls.system_role, hibernate.tenant_rls.tenants_cache_size,"
                        + " hibernate.tenant_rls.tenants_cache_ttl, hibernate.tenant_rls.tenants_table,"
                        + " hibernate.tenant_rls.variable");
    }

    @Test
    void an_unknown_setting_and_an_unreadable_value_are_refused_and_those_of_others_are_not() {
        assertThatThrownBy(() -> RlsDataSource.of(pool, Map.of("hibernate.tenant_rls.colum", "x")))
                .hasMessageStartingWith("RlsDataSource: unknown setting hibernate.tenant_rls.colum; known are");
        assertThatThrownBy(() -> RlsDataSource.of(pool, Map.of(TenantRlsSettings.COLUMN_TYPE, "blob")))
                .hasMessage("RlsDataSource: hibernate.tenant_rls.column_type cannot be read; accepted are uuid, text,"
                        + " varchar, bigint, integer");
        assertThat(RlsDataSource.of(pool, Map.of("hibernate.dialect", "x", "spring.datasource.url", "y")))
                .isNotNull();
    }

    @Test
    void the_systems_data_source_must_be_one() {
        assertThatThrownBy(() -> RlsDataSource.of(pool, Map.of(TenantRlsSettings.SYSTEM_DATASOURCE, "java:/system")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("RlsDataSource: what hibernate.tenant_rls.system.datasource names is not a"
                        + " javax.sql.DataSource; hand over the object, also where it has a JNDI name");
    }

    @Test
    void it_is_not_wrapped_twice() {
        assertThatThrownBy(() -> RlsDataSource.of(isolated)).hasMessageContaining("wrapped twice");
        assertThatThrownBy(() -> RlsDataSource.of(pool, Map.of(TenantRlsSettings.SYSTEM_DATASOURCE, isolated)))
                .hasMessageContaining("wrapped twice");
    }
}
