// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TenantColumnTypeTest {

    private static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(TenantColumnType.UUID, ID, ID),
                Arguments.of(TenantColumnType.UUID, ID.toString(), ID),
                Arguments.of(TenantColumnType.UUID, "0F0E0D0C-0B0A-4908-8706-050403020100", ID),
                Arguments.of(TenantColumnType.TEXT, "acme", "acme"),
                Arguments.of(TenantColumnType.TEXT, "o'neill; drop table project --", "o'neill; drop table project --"),
                Arguments.of(TenantColumnType.TEXT, "ä".repeat(255), "ä".repeat(255)),
                Arguments.of(TenantColumnType.TEXT, ID, ID.toString()),
                Arguments.of(TenantColumnType.VARCHAR, 7L, "7"),
                Arguments.of(TenantColumnType.BIGINT, 7L, 7L),
                Arguments.of(TenantColumnType.BIGINT, 7, 7L),
                Arguments.of(TenantColumnType.BIGINT, "-7", -7L),
                Arguments.of(TenantColumnType.BIGINT, "9223372036854775807", Long.MAX_VALUE),
                Arguments.of(TenantColumnType.INTEGER, 7, 7),
                Arguments.of(TenantColumnType.INTEGER, 7L, 7),
                Arguments.of(TenantColumnType.INTEGER, "2147483647", Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void an_identifier_becomes_what_the_column_has_in_java(TenantColumnType type, Object given, Object expected) {
        assertThat(type.normalize(given)).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(TenantColumnType.UUID, "not-a-uuid", "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, "1-1-1-1-1", "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, "x".repeat(10_000_000), "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, ID + " ", "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, "f0f0e0d0c-b0a-4908-8706-050403020100", "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, 42L, "it is no UUID"),
                Arguments.of(TenantColumnType.UUID, "", "it is no UUID"),
                Arguments.of(TenantColumnType.TEXT, "x".repeat(256), "it is longer than 255 characters"),
                Arguments.of(TenantColumnType.TEXT, "a\0b", "it contains a NUL character"),
                Arguments.of(TenantColumnType.VARCHAR, "", "it is empty or a value reserved"),
                Arguments.of(TenantColumnType.BIGINT, "9223372036854775808", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.BIGINT, "+7", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.BIGINT, "007", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.BIGINT, "-0", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.BIGINT, "\u0667", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.BIGINT, "7 ", "it is no number that a bigint can hold"),
                Arguments.of(TenantColumnType.INTEGER, "2147483648", "it is no number that an integer can hold"),
                Arguments.of(TenantColumnType.INTEGER, 1L << 40, "it is no number that an integer can hold"),
                Arguments.of(TenantColumnType.INTEGER, "acme", "it is no number that an integer can hold"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void an_identifier_that_the_column_cannot_hold_is_refused_and_not_repeated(
            TenantColumnType type, Object given, String why) {
        ThrowingCallable normalize = () -> type.normalize(given);
        assertThatThrownBy(normalize)
                .isInstanceOf(InvalidTenantException.class)
                .hasMessageStartingWith("The tenant identifier cannot be used with a tenant column of type "
                        + type.sqlName() + ": " + why)
                .hasMessageContaining("hibernate.tenant_rls.column_type")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @ParameterizedTest
    @EnumSource
    void the_values_that_are_reserved_are_no_tenants(TenantColumnType type) {
        assertThatThrownBy(() -> type.normalize(type.noTenant()))
                .isInstanceOf(InvalidTenantException.class)
                .hasMessageContaining("reserved for \"no tenant\"");
        assertThatThrownBy(() -> type.normalize(type.system())).isInstanceOf(InvalidTenantException.class);
        assertThat(type.system()).isNotEqualTo(type.noTenant()).hasSameClassAs(type.noTenant());
    }

    @ParameterizedTest
    @EnumSource
    void a_type_is_found_by_its_name_in_sql(TenantColumnType type) {
        assertThat(TenantColumnType.parse(" " + type.name() + " ")).isEqualTo(type);
    }

    @Test
    void an_unknown_type_is_refused() {
        assertThatThrownBy(() -> TenantColumnType.parse("money")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_current_tenant_is_null_where_none_is_bound_and_the_column_is_never_cast() {
        assertThat(TenantColumnType.UUID.currentTenant("app.current_tenant"))
                .isEqualTo("nullif(current_setting('app.current_tenant', true), '')::uuid");
        assertThat(TenantColumnType.TEXT.currentTenant("app.current_tenant"))
                .isEqualTo("nullif(current_setting('app.current_tenant', true), '')");
    }
}
