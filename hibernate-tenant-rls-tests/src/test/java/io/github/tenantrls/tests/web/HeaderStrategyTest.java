// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderStrategyTest {

    private static final TenantResolver BY_HEADER =
            Answered.by(TenantStrategy.header()).build();

    private static Asked with(String... lines) {
        return Asked.anything().header("X-Tenant-Id", lines);
    }

    @Test
    void the_value_is_the_tenant() {
        assertTenant(BY_HEADER, with("acme"), "acme");
        assertTenant(BY_HEADER, with(" \tacme\t "), "acme");
        assertTenant(BY_HEADER, Asked.anything().header("x-TENANT-id", "acme"), "acme");
        assertTenant(BY_HEADER, with("x".repeat(255)), "x".repeat(255));
    }

    @Test
    void another_header_can_be_named() {
        TenantResolver resolver =
                Answered.by(TenantStrategy.header("Organization")).build();
        assertTenant(resolver, Asked.anything().header("organization", "acme"), "acme");
        assertRefused(resolver, with("acme"), TenantRefusal.MISSING);
    }

    @Test
    void equal_values_are_one() {
        assertTenant(BY_HEADER, with("acme", "acme"), "acme");
        assertTenant(BY_HEADER, with("acme, acme", "acme"), "acme");
    }

    static Stream<List<String>> missing() {
        return Stream.of(List.of(), List.of(""), List.of(" \t "), List.of("", ","));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void an_empty_header_states_nothing(List<String> lines) {
        assertRefused(BY_HEADER, with(lines.toArray(String[]::new)), TenantRefusal.MISSING);
    }

    static Stream<List<String>> malformed() {
        return Stream.of(
                List.of("acme", "globex"),
                List.of("acme,globex"),
                List.of("acme", "ACME"),
                List.of("acme", ""),
                List.of("acme,"),
                List.of(",acme"),
                List.of("acme globex"),
                List.of("acm\u00e9"),
                List.of("\u0430cme"),
                List.of("acme\0"),
                List.of("ac\r\nme"),
                List.of("acme\u007f"),
                List.of("acme\u00a0"),
                List.of("acme\u2028"),
                List.of("\ud800"),
                List.of("x".repeat(256)),
                List.of("x".repeat(10_000_000)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_value_that_is_not_plain_is_refused_and_not_repeated(List<String> lines) {
        assertRefused(BY_HEADER, with(lines.toArray(String[]::new)), TenantRefusal.MALFORMED)
                .hasMessageStartingWith("The request is not handled, because what it states cannot be a tenant: ")
                .hasMessageNotContainingAny("acm", "globex", "xx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Tenant", "X-Tenant:", "X-T\u00e4nant", "X-Tenant\r\nX"})
    void what_is_no_name_of_a_header_is_refused(String name) {
        assertThatThrownBy(() -> TenantStrategy.header(name))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("This cannot be the name of a header; give one such as X-Tenant-Id");
    }
}
