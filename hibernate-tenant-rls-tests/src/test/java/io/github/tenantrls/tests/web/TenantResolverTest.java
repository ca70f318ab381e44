// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantResolverBuilder;
import io.github.tenantrls.web.TenantStrategy;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantResolverTest {

    private static final UUID ACME = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

    private static Asked everything() {
        return Asked.path("/t/by-path/x")
                .header("X-Tenant-Id", "by-header")
                .host("by-host.example.com")
                .claim("tenant", "by-claim");
    }

    @Test
    void the_first_strategy_that_finds_a_tenant_counts() {
        TenantStrategy header = TenantStrategy.header();
        TenantStrategy path = TenantStrategy.path("/t/{tenant}/*");
        TenantStrategy host = TenantStrategy.subdomain("example.com");
        TenantStrategy claim = TenantStrategy.claim("tenant");
        TenantStrategy own = request -> Optional.of("by-own");
        assertTenant(Answered.by(header, path, host, claim, own).build(), everything(), "by-header");
        assertTenant(Answered.by(own, header).build(), everything(), "by-own");
        assertTenant(Answered.by(claim, host).build(), everything(), "by-claim");
        TenantResolver resolver = Answered.by(header, path, host, claim, own).build();
        assertTenant(resolver, Asked.path("/t/by-path"), "by-path");
        assertTenant(resolver, Asked.path("/x").host("by-host.example.com"), "by-host");
        assertTenant(resolver, Asked.path("/x").claim("tenant", "by-claim"), "by-claim");
        assertTenant(resolver, Asked.path("/x").header("X-Tenant-Id", ""), "by-own");
    }

    @Test
    void a_strategy_that_is_contradicted_does_not_leave_it_to_the_next() {
        TenantResolver resolver = Answered.by(TenantStrategy.header(), TenantStrategy.claim("tenant"))
                .build();
        assertRefused(resolver, everything().header("X-Tenant-Id", "other"), TenantRefusal.MALFORMED);
    }

    @Test
    void what_a_function_finds_is_checked_as_everything_else() {
        assertRefused(Answered.by(request -> Optional.of("a b")).build(), Asked.anything(), TenantRefusal.MALFORMED);
        assertRefused(Answered.by(request -> Optional.of("")).build(), Asked.anything(), TenantRefusal.MISSING);
        assertTenant(
                Answered.by(request -> request.unwrap(Asked.class).map(TenantRequest::rawPath))
                        .build(),
                Asked.path("/x"),
                "/x");
    }

    @Test
    void who_may_not_act_for_a_tenant_is_refused() {
        TenantResolver resolver = Answered.by(TenantStrategy.header())
                .access((request, tenant) -> request.principal()
                        .filter(principal -> principal.getName().equals(tenant + "'s"))
                        .isPresent())
                .build();
        Asked request = Asked.anything().header("X-Tenant-Id", "acme");
        assertRefused(resolver, request, TenantRefusal.FORBIDDEN)
                .hasMessage(
                        "The request is not handled, because who asks may not act for the tenant; see the TenantAccess");
        assertRefused(resolver, request.user("globex's"), TenantRefusal.FORBIDDEN);
        assertTenant(resolver, request.user("acme's"), "acme");
    }

    @Test
    void access_is_asked_for_a_claim_too() {
        TenantResolver resolver = Answered.by(TenantStrategy.claim("tenant"))
                .access((request, tenant) -> false)
                .build();
        assertRefused(resolver, everything(), TenantRefusal.FORBIDDEN);
    }

    @Test
    void identifiers_become_what_the_column_has_in_java() {
        TenantResolver resolver = byHeader(TenantColumnType.UUID);
        assertTenant(resolver, stated(ACME.toString()), ACME);
        assertTenant(resolver, stated(ACME.toString().toUpperCase(java.util.Locale.ROOT)), ACME);
        assertTenant(byHeader(TenantColumnType.BIGINT), stated("-7"), -7L);
        assertTenant(byHeader(TenantColumnType.INTEGER), stated("7"), 7);
    }

    private static TenantResolver byHeader(TenantColumnType type) {
        return TenantResolver.builder()
                .lookup(TenantLookup.identifiers(type))
                .strategies(TenantStrategy.header())
                .access(TenantAccess.anyone())
                .build();
    }

    private static Asked stated(String tenant) {
        return Asked.anything().header("X-Tenant-Id", tenant);
    }

    @ParameterizedTest
    @CsvSource({
        "UUID,acme",
        "UUID,1-1-1-1-1",
        "UUID,f0f0e0d0c-b0a-4908-8706-050403020100",
        "UUID,0f0e0d0c0b0a49088706050403020100",
        "UUID,{0f0e0d0c-0b0a-4908-8706-050403020100}",
        "UUID,00000000-0000-0000-0000-000000000000",
        "UUID,ffffffff-ffff-ffff-ffff-ffffffffffff",
        "BIGINT,007",
        "BIGINT,+7",
        "BIGINT,-0",
        "BIGINT,7.0",
        "BIGINT,0x7",
        "BIGINT,9223372036854775808",
        "BIGINT,-9223372036854775808",
        "BIGINT,-9223372036854775807",
        "INTEGER,2147483648",
        "INTEGER,4294967303",
        "INTEGER,-2147483648",
    })
    void what_is_no_identifier_of_the_type_is_malformed(TenantColumnType type, String stated) {
        assertRefused(byHeader(type), stated(stated), TenantRefusal.MALFORMED).hasMessageNotContaining(stated);
    }

    @Test
    void a_resolver_by_which_clients_choose_their_tenant_is_not_built() {
        TenantLookup lookup = TenantLookup.identifiers(TenantColumnType.TEXT);
        for (TenantStrategy strategy : new TenantStrategy[] {
            TenantStrategy.header(), TenantStrategy.path("/:t"), TenantStrategy.subdomain(), request -> Optional.empty()
        }) {
            TenantResolverBuilder builder =
                    TenantResolver.builder().lookup(lookup).strategies(TenantStrategy.claim("tenant"), strategy);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessage(
                            "A client can state any tenant, because not all strategies are those of a verified token, and"
                                    + " nothing decides who may act for which; give a TenantAccess, or TenantAccess.anyone() where"
                                    + " something else decides");
            assertThat(builder.access(TenantAccess.anyone()).build()).isNotNull();
        }
        assertThat(TenantResolver.builder()
                        .lookup(lookup)
                        .strategies(TenantStrategy.claim("tenant"))
                        .build())
                .isNotNull();
    }

    @Test
    void a_resolver_without_strategies_or_lookup_is_not_built() {
        assertThatThrownBy(() -> Answered.by().build())
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("No request can state a tenant, because there is no strategy; ");
        assertThatThrownBy(() -> TenantResolver.builder()
                        .strategies(TenantStrategy.claim("tenant"))
                        .build())
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("What requests state cannot be looked up; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a/b"})
    void without_a_tenant_the_message_says_what_to_do(String path) {
        assertRefused(Answered.by(TenantStrategy.header()).build(), Asked.path(path), TenantRefusal.MISSING)
                .hasMessage(
                        "The request is not handled, because it states no tenant, and its path needs one; the client must"
                                + " state it, or the path be made optional or excluded");
    }
}
