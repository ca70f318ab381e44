// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static io.github.tenantrls.tests.web.Tokens.AUDIENCE;
import static io.github.tenantrls.tests.web.Tokens.ISSUER;
import static io.github.tenantrls.tests.web.Tokens.claims;
import static io.github.tenantrls.tests.web.Tokens.in;
import static io.github.tenantrls.tests.web.Tokens.pem;
import static io.github.tenantrls.tests.web.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantAnswer;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantWebSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantWebSettingsTest {

    private static final String SECRET = "a secret that nobody guesses, since it is long";

    @TempDir
    private Path directory;

    /** Settings by their names without the prefix. */
    private static Map<String, Object> settings(Object... namesAndValues) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("hibernate.persistenceUnitName", "orders");
        settings.put("hibernate.show_sql", "true");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(TenantWebSettings.PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    private static TenantResolver by(Object... namesAndValues) {
        return TenantResolver.of(settings(namesAndValues), TenantLookup.identifiers(TenantColumnType.TEXT));
    }

    private static Asked everything() {
        return Asked.path("/t/by-path/x")
                .header("X-Tenant-Id", "by-header")
                .header("X-Forwarded-Host", "by-proxy.example.com")
                .host("by-host.example.com")
                .claim("tenant", "by-claim");
    }

    @Test
    void each_way_has_a_setting() {
        assertTenant(by("header", "X-Tenant-Id", "access", "anyone"), everything(), "by-header");
        assertTenant(by("strategies", "header", "access", "anyone"), everything(), "by-header");
        assertTenant(by("path", "/t/{tenant}/*", "access", "anyone"), everything(), "by-path");
        assertTenant(by("subdomain", "example.org, example.com", "access", "anyone"), everything(), "by-host");
        assertTenant(by("strategies", "subdomain", "access", "anyone"), everything(), "by-host");
        assertTenant(
                by("subdomain", "example.com", "trust_forwarded_host", "true", "access", "anyone"),
                everything(),
                "by-proxy");
        assertTenant(by("claim", "tenant"), everything(), "by-claim");
        assertTenant(by("custom", Own.class.getName(), "access", "anyone"), everything(), "by-own");
        assertTenant(by("custom", Own.class, "access", "anyone"), everything(), "by-own");
        assertTenant(by("custom", new Own(), "access", "anyone"), everything(), "by-own");
    }

    @Test
    void they_are_tried_in_the_usual_order_or_the_one_that_is_given() {
        Object[] all = {
            "header",
            "X-T",
            "path",
            "/t/{tenant}/*",
            "subdomain",
            "example.com",
            "claim",
            "tenant",
            "custom",
            new Own(),
            "access",
            "anyone"
        };
        assertTenant(by(all), everything().header("X-T", "first"), "first");
        assertTenant(by(all), everything(), "by-path");
        assertTenant(by(all), Asked.path("/x").host("by-host.example.com").claim("tenant", "by-claim"), "by-host");
        assertTenant(by(all), Asked.path("/x").claim("tenant", "by-claim"), "by-claim");
        assertTenant(by(all), Asked.path("/x"), "by-own");
        Map<String, Object> other = settings(all);
        other.put(TenantWebSettings.STRATEGIES, "claim, custom, header, path, subdomain");
        TenantResolver resolver = TenantResolver.of(other, TenantLookup.identifiers(TenantColumnType.TEXT));
        assertTenant(resolver, everything(), "by-claim");
        assertTenant(resolver, Asked.path("/t/by-path"), "by-own");
    }

    @Test
    void paths_are_required_unless_it_is_said() {
        TenantResolver resolver =
                by("claim", "tenant", "excluded", "/health, /p/*", "optional", "/o/*", "required", "/o/r,/p/r");
        assertThat(resolver.resolve(Asked.path("/health"))).isEmpty();
        assertThat(resolver.resolve(Asked.path("/p/x").claim("tenant", "acme"))).isEmpty();
        assertThat(resolver.resolve(Asked.path("/o/x"))).isEmpty();
        assertTenant(resolver, Asked.path("/o/x").claim("tenant", "acme"), "acme");
        for (String path : new String[] {"/o/r", "/p/r", "/x"}) {
            assertRefused(resolver, Asked.path(path), TenantRefusal.MISSING);
        }
    }

    @Test
    void access_is_a_claim_or_a_class() {
        Asked request = everything().claim("tenants", java.util.List.of("by-header"));
        assertTenant(by("header", "X-Tenant-Id", "access", "claim:tenants"), request, "by-header");
        assertRefused(by("header", "X-Tenant-Id", "access", "claim:tenants"), everything(), TenantRefusal.FORBIDDEN);
        assertRefused(by("header", "X-Tenant-Id", "access", Nobody.class.getName()), request, TenantRefusal.FORBIDDEN);
        assertRefused(by("header", "X-Tenant-Id", "access", new Nobody()), request, TenantRefusal.FORBIDDEN);
        assertThatThrownBy(() -> by("header", "X-Tenant-Id"))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("TenantAccess.anyone()");
    }

    @Test
    void tokens_are_verified_with_a_key_or_a_secret() throws Exception {
        Path pem = Files.writeString(directory.resolve("key.pem"), pem());
        Asked request = Asked.anything().header("Authorization", "Bearer " + signed(claims()));
        Asked late = Asked.anything().header("Authorization", "Bearer " + signed(claims().expirationTime(in(-30))));
        for (String key : new String[] {pem(), pem.toString(), "classpath:io/github/tenantrls/tests/web/none"}) {
            Object[] tokens = {"claim", "tenant", "jwt.issuer", ISSUER, "jwt.audience", AUDIENCE, "jwt.public_key", key
            };
            if (key.startsWith("classpath:")) {
                assertThatThrownBy(() -> by(tokens)).hasMessageContaining("jwt.public_key cannot be read");
                continue;
            }
            assertTenant(by(tokens), request, "acme");
            assertTenant(by(tokens), late, "acme");
            Map<String, Object> other = settings(tokens);
            other.put(TenantWebSettings.JWT_CLOCK_SKEW, "PT0S");
            assertRefused(
                    TenantResolver.of(other, TenantLookup.identifiers(TenantColumnType.TEXT)),
                    late,
                    TenantRefusal.INVALID_TOKEN);
            other.put(TenantWebSettings.JWT_ALGORITHMS, "RS512, ES256");
            assertRefused(
                    TenantResolver.of(other, TenantLookup.identifiers(TenantColumnType.TEXT)),
                    request,
                    TenantRefusal.INVALID_TOKEN);
        }
        assertRefused(
                by("claim", "tenant", "jwt.issuer", ISSUER, "jwt.audience", AUDIENCE, "jwt.secret", SECRET),
                request,
                TenantRefusal.INVALID_TOKEN);
    }

    @Test
    void answers_conceal_unless_it_is_said() {
        assertThat(answers().to(TenantRefusal.UNKNOWN))
                .isEqualTo(TenantProblems.concealing().to(TenantRefusal.UNKNOWN));
        assertThat(answers("status", "403, invalid_token=401")
                        .to(TenantRefusal.UNKNOWN)
                        .status())
                .isEqualTo(403);
        assertThat(answers("status", "403, invalid_token=401")
                        .to(TenantRefusal.INVALID_TOKEN)
                        .status())
                .isEqualTo(401);
        TenantAnswers telling = answers("answers", "telling", "status", "missing=400,FORBIDDEN = 403");
        assertThat(telling.to(TenantRefusal.MISSING))
                .isEqualTo(TenantProblems.telling().withStatus(400).to(TenantRefusal.MISSING));
        assertThat(telling.to(TenantRefusal.FORBIDDEN).status()).isEqualTo(403);
        assertThat(telling.to(TenantRefusal.UNKNOWN).status()).isEqualTo(404);
        TenantAnswer own = new TenantAnswer(418, "text/plain", "");
        assertThat(answers("answers", (TenantAnswers) refusal -> own).to(TenantRefusal.UNKNOWN))
                .isSameAs(own);
    }

    private static TenantAnswers answers(Object... namesAndValues) {
        return TenantAnswers.of(settings(namesAndValues));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heder|X|unknown setting hibernate.tenant_rls.web.heder; known are hibernate.tenant_rls.web.access, ",
                "jwt.isuer|x|unknown setting hibernate.tenant_rls.web.jwt.isuer; known are ",
                "strategies|claim,heading|web.strategies cannot be read; accepted are header, path, subdomain, claim, custom",
                "strategies|claim,path|web.strategies cannot be read; give hibernate.tenant_rls.web.path too",
                "strategies|claim,,header|web.strategies cannot be read; give values separated by commas",
                "strategies|header|web.strategies cannot be read; add claim, or leave out hibernate.tenant_rls.web.claim",
                "custom|no.such.Class|web.custom cannot be read; give a io.github.tenantrls.web.TenantStrategy, or the name",
                "custom|java.lang.String|web.custom cannot be read; give a io.github.tenantrls.web.TenantStrategy",
                "access|noone|web.access cannot be read; give a io.github.tenantrls.web.TenantAccess",
                "access|claim: |web.access cannot be read; name the claim",
                "access|''|web.access cannot be read; ",
                "header|''|web.header cannot be read; leave it out, or give a value",
                "path|/t|This cannot be a pattern of paths here",
                "trust_forwarded_host|yes|web.trust_forwarded_host cannot be read; accepted are true, false",
                "excluded|/a,b|This cannot be a pattern of paths here",
                "answers|verbose|web.answers cannot be read; give a io.github.tenantrls.web.TenantAnswers",
                "status|ok|web.status cannot be read; give a number from 400 to 599",
                "status|200|A refused request cannot be answered with this status; give 400 to 599",
                "status|lost=404|web.status cannot be read; accepted reasons are [missing, malformed, invalid_token, ",
                "status|missing=400|would tell why a request is refused",
                "jwt.secret|x|hibernate.tenant_rls.web.jwt.secret says nothing without hibernate.tenant_rls.web.jwt.issuer",
                "jwt.issuer|x|web.jwt.issuer cannot be read; give hibernate.tenant_rls.web.jwt.audience and one of ",
            })
    void what_cannot_be_read_is_refused(String name, String value, String message) {
        Map<String, Object> settings = settings("claim", "tenant");
        settings.put(TenantWebSettings.PREFIX + name, value);
        assertThatThrownBy(() -> TenantResolver.of(settings, TenantLookup.identifiers(TenantColumnType.TEXT)))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "jwt.public_key,/no/such/file",
        "jwt.public_key,-----BEGIN PUBLIC KEY-----x-----END PUBLIC KEY-----",
        "jwt.public_key,-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----",
        "jwt.jwks,/no/such/file",
        "jwt.jwks,https://[",
        "jwt.secret,tiny",
    })
    void keys_that_cannot_be_read_are_refused_and_not_repeated(String name, String value) {
        assertThatThrownBy(() -> by("claim", "tenant", "jwt.issuer", ISSUER, "jwt.audience", AUDIENCE, name, value))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageNotContaining(value);
    }

    @Test
    void two_kinds_of_keys_are_refused() {
        assertThatThrownBy(() -> by(
                        "claim",
                        "tenant",
                        "jwt.issuer",
                        ISSUER,
                        "jwt.audience",
                        AUDIENCE,
                        "jwt.secret",
                        SECRET,
                        "jwt.public_key",
                        pem()))
                .hasMessageContaining("one of ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void without_any_setting_nothing_is_built() {
        assertThatThrownBy(TenantWebSettingsTest::by)
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(
                        "No request can state a tenant, because none of [hibernate.tenant_rls.web.header, ");
    }

    @Test
    void a_message_begins_with_the_persistence_unit() {
        assertThatThrownBy(() -> by("heder", "x")).hasMessageStartingWith("Persistence unit orders: unknown setting");
        assertThatThrownBy(() -> answers("heder", "x")).hasMessageStartingWith("Persistence unit orders: unknown");
    }

    @Test
    void a_persistence_unit_leaves_them_to_the_resolver_and_a_data_source_refuses_them() {
        assertThat(RlsConfiguration.of(settings("heder", "x", "header", "y")).unit())
                .isEqualTo("orders");
        assertThatThrownBy(() -> RlsConfiguration.ofDataSource(settings("header", "x")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("RlsDataSource: hibernate.tenant_rls.web.header is for persistence units; ");
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of("hibernate.tenant_rls.webb", "x")))
                .hasMessageContaining("unknown setting hibernate.tenant_rls.webb");
    }

    /** A way of an application's own. */
    public static final class Own implements TenantStrategy {
        @Override
        public Optional<String> find(TenantRequest request) {
            return Optional.of("by-own");
        }
    }

    /** A decision of an application's own. */
    public static final class Nobody implements TenantAccess {
        @Override
        public boolean mayActFor(TenantRequest request, Object tenant) {
            return false;
        }
    }
}
