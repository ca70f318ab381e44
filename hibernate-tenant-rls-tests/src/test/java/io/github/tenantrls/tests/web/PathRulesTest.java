// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

    private static final TenantResolver RESOLVER = Answered.by(TenantStrategy.header())
            .excluded("/health", "/public/*", "/both")
            .optional("/home/*", "/both")
            .required("/public/admin/*", "/home/account")
            .build();

    private static Asked with(String path) {
        return Asked.path(path).header("X-Tenant-Id", "acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/%68ealth", "/public", "/public/", "/public/a/b", "/public/administrators"})
    void an_excluded_path_has_no_tenant_whatever_is_stated(String path) {
        assertThat(RESOLVER.resolve(Asked.path(path))).isEmpty();
        assertThat(RESOLVER.resolve(with(path))).isEmpty();
        assertThat(RESOLVER.resolve(Asked.path(path).header("X-Tenant-Id", "a", "b")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home", "/home/", "/home/news", "/both"})
    void an_optional_path_has_the_tenant_that_is_stated_or_none(String path) {
        assertThat(RESOLVER.resolve(Asked.path(path))).isEmpty();
        assertTenant(RESOLVER, with(path), "acme");
        assertRefused(RESOLVER, Asked.path(path).header("X-Tenant-Id", "a", "b"), TenantRefusal.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/orders",
                "/public/admin",
                "/public/admin/x",
                "/home/account",
                // not quite those that need none
                "/HEALTH",
                "/health/",
                "/health/x",
                "/healthy",
                "/health%20",
                "/publican",
                "/Public/x",
                // read otherwise they may be others
                "/health/../admin",
                "/health/..;/admin",
                "/health;x",
                "/health;",
                "//health",
                "/health//",
                "/./health",
                "/%2e%2e/health",
                "/public/%2e%2e/orders",
                "/public/..%2forders",
                "/public/%252e%252e/orders",
                "/public/..;/orders",
                "/public/x;y",
                "/public/;/orders",
                "/public\\..\\orders",
                "/public/..\\orders",
                "/public/%5c..%5corders",
                "/public//orders",
                "/public/a%00",
                "/public/a%2fb",
                "/public/%c0%ae%c0%ae/x",
                "/public/%ef%bc%8f",
                "/public/\u2025/orders",
                "/public/x%3b/..",
                "/public/a%",
                "/public/x?y",
                "/public/x#y",
                "health",
                "http://host/health",
                "*"
            })
    void every_other_path_needs_a_tenant_and_so_does_one_that_can_be_read_in_several_ways(String path) {
        assertRefused(RESOLVER, Asked.path(path), TenantRefusal.MISSING);
        assertTenant(RESOLVER, with(path), "acme");
    }

    @Test
    void everything_can_be_optional_but_for_what_is_required() {
        TenantResolver resolver = Answered.by(TenantStrategy.header())
                .optional("/*")
                .required("/api/*")
                .build();
        assertThat(resolver.resolve(Asked.path("/"))).isEmpty();
        assertThat(resolver.resolve(Asked.path("/x"))).isEmpty();
        assertRefused(resolver, Asked.path("/api"), TenantRefusal.MISSING);
        assertRefused(resolver, Asked.path("/api/x"), TenantRefusal.MISSING);
        assertRefused(resolver, Asked.path("/x/../api"), TenantRefusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "health", "/*/x", "/{tenant}", "/:tenant/*", "/a//b", "/../x", "/a;b", "/a%20b"})
    void what_is_no_pattern_without_a_variable_is_refused(String pattern) {
        assertThatThrownBy(() -> TenantResolver.builder().excluded(pattern))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("This cannot be a pattern of paths here, because it ");
    }
}
