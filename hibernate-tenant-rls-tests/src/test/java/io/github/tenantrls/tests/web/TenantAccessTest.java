// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantAccessTest {

    private static final UUID ACME = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");
    private static final UUID GLOBEX = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020101");
    private static final TenantAccess BY_CLAIM = TenantAccess.claim("tenants", TenantAccessTest::find);

    /** Slugs of two, and every UUID. */
    private static UUID find(String stated) {
        return switch (stated) {
            case "" -> throw new AssertionError("nothing was stated");
            case "acme" -> ACME;
            case "globex" -> GLOBEX;
            case "gone" -> throw new TenantRefusedException(TenantRefusal.SUSPENDED, "suspended", null);
            default -> {
                try {
                    yield UUID.fromString(stated);
                } catch (IllegalArgumentException e) {
                    throw new TenantRefusedException(TenantRefusal.UNKNOWN, "unknown", e);
                }
            }
        };
    }

    static Stream<Object> allowing() {
        return Stream.of(
                "acme",
                ACME,
                ACME.toString(),
                ACME.toString().toUpperCase(java.util.Locale.ROOT),
                List.of("acme"),
                List.of("globex", "gone", "nobody", "", "a b", "acme"),
                Arrays.asList(null, 7.5, Map.of(), ACME),
                Set.of("acme"));
    }

    @ParameterizedTest
    @MethodSource("allowing")
    void a_claim_that_names_the_tenant_allows_it(Object claim) {
        assertThat(BY_CLAIM.mayActFor(Asked.anything().claim("tenants", claim), ACME))
                .isTrue();
        assertThat(BY_CLAIM.mayActFor(Asked.anything().claim("tenants", claim), UUID.randomUUID()))
                .isFalse();
    }

    static Stream<Object> refusing() {
        return Stream.of(
                "globex",
                "acme,globex",
                "acme globex",
                "ACME",
                "",
                " acme",
                "gone",
                "nobody",
                GLOBEX,
                List.of(),
                List.of("globex"),
                List.of(List.of("acme")),
                Map.of("acme", "acme"),
                true,
                7,
                "x".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void every_other_claim_refuses_it(Object claim) {
        assertThat(BY_CLAIM.mayActFor(Asked.anything().claim("tenants", claim), ACME))
                .isFalse();
    }

    @Test
    void without_the_claim_nobody_may() {
        assertThat(BY_CLAIM.mayActFor(Asked.anything().claim("tenant", "acme").user("acme"), ACME))
                .isFalse();
    }

    @Test
    void numbers_are_compared_as_the_lookup_finds_them() {
        TenantLookup numbers = Long::valueOf;
        TenantAccess access = TenantAccess.claim("tenants", numbers);
        assertThat(access.mayActFor(Asked.anything().claim("tenants", List.of(7, 8L)), 7L))
                .isTrue();
        assertThat(access.mayActFor(Asked.anything().claim("tenants", List.of(7, 8L)), 9L))
                .isFalse();
    }

    @Test
    void anyone_may_where_that_is_said() {
        assertThat(TenantAccess.anyone().mayActFor(Asked.anything(), ACME)).isTrue();
    }
}
