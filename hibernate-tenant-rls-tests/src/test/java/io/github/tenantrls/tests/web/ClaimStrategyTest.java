// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimStrategyTest {

    private static final TenantResolver BY_CLAIM = TenantResolver.builder()
            .lookup(TenantLookup.identifiers(TenantColumnType.TEXT))
            .strategies(TenantStrategy.claim("tenant"))
            .build();

    static Stream<Object> accepted() {
        return Stream.of("acme", UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100"), 7, 7L, BigInteger.TEN, -7);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void a_text_a_uuid_or_a_whole_number_is_the_tenant(Object claim) {
        assertTenant(BY_CLAIM, Asked.anything().claim("tenant", claim), claim.toString());
    }

    static Stream<Object> malformed() {
        return Stream.of(
                "",
                "a b",
                "acm\u00e9",
                true,
                7.0,
                7.5f,
                new BigDecimal("7"),
                List.of("acme"),
                List.of(),
                Map.of("acme", "acme"),
                Instant.EPOCH,
                'a');
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_claim_of_another_type_is_refused(Object claim) {
        assertRefused(BY_CLAIM, Asked.anything().claim("tenant", claim), TenantRefusal.MALFORMED);
    }

    @Test
    void without_the_claim_nothing_is_stated() {
        assertRefused(BY_CLAIM, Asked.anything().claim("Tenant", "acme"), TenantRefusal.MISSING);
    }
}
