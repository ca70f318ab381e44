// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantAnswer;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantTokens;
import jakarta.persistence.EntityManagerFactory;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page on requests shows does what it says. */
@ExtendWith(DatabaseExtension.class)
class RequestsPageIT {

    private record Members(Map<String, Set<Object>> tenants) {
        boolean has(String user, Object tenant) {
            return tenants.getOrDefault(user, Set.of()).contains(tenant);
        }
    }

    @Test
    void what_the_page_shows_works(Database database) {
        try (EntityManagerFactory emf = Factories.on(database, Client.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .systemLogin()
                .createSchema()
                .open()) {
            Tenant acme = Tenants.of(emf).create("acme", "Acme Ltd");
            Tenant globex = Tenants.of(emf).create("globex", "Globex Inc");
            Members members = new Members(Map.of("ann", Set.of(acme.id())));
            // tag::resolver[]
            TenantResolver resolver = TenantResolver.builder()
                    .lookup(TenantLookup.of(emf)) // identifiers and slugs, as the persistence unit knows them
                    .strategies(TenantStrategy.subdomain("app.example.com"), TenantStrategy.header("X-Tenant-Id"))
                    .access((request, tenant) -> request.principal()
                            .filter(user -> members.has(user.getName(), tenant))
                            .isPresent())
                    .excluded("/health", "/login/*") // handled without a tenant
                    .optional("/") // with the tenant that is stated, or without one
                    .build();
            // end::resolver[]
            Asked ann = Asked.path("/orders").host("acme.app.example.com").user("ann");
            assertThat(resolver.resolve(ann)).contains(acme.id());
            assertRefused(resolver, ann.host(globex.slug() + ".app.example.com"), TenantRefusal.FORBIDDEN);
            assertThat(resolver.resolve(Asked.path("/health"))).isEmpty();
            assertThat(resolver.resolve(Asked.path("/"))).isEmpty();

            assertThat(handled(resolver, TenantAnswers.standard(), ann.host("acme.app.example.com")))
                    .isEqualTo("as " + acme.id());
            assertThat(handled(resolver, TenantAnswers.standard(), Asked.path("/health")))
                    .isEqualTo("as nobody");
            assertThat(handled(resolver, TenantAnswers.standard(), Asked.path("/orders")))
                    .startsWith("404 {\"type\":");
        }
    }

    private String handled(TenantResolver resolver, TenantAnswers answers, TenantRequest request) {
        StringBuilder sent = new StringBuilder();
        Consumer<TenantAnswer> response = answer -> sent.append(answer.status() + " " + answer.body());
        TenantContext.Action<RuntimeException> application = () -> sent.append(
                "as " + TenantContext.current().map(Object::toString).orElse("nobody"));
        // tag::adapter[]
        Optional<Object> tenant;
        try {
            tenant = resolver.resolve(request);
        } catch (TenantRefusedException e) {
            response.accept(answers.to(e.refusal()));
            return sent.toString(); // nothing else of the application runs
        }
        if (tenant.isPresent()) {
            TenantContext.runAs(tenant.get(), application);
        } else {
            TenantContext.withoutTenant(application);
        }
        // end::adapter[]
        return sent.toString();
    }

    @Test
    void tokens_are_verified() {
        TenantLookup lookup = TenantLookup.identifiers(TenantColumnType.TEXT);
        // tag::tokens[]
        TenantResolver resolver = TenantResolver.builder()
                .lookup(lookup)
                .tokens(TenantTokens.jwks(
                        URI.create("https://issuer.example.com/.well-known/jwks.json"), // its keys
                        "https://issuer.example.com", // who makes them
                        "orders")) // for whom
                .strategies(TenantStrategy.claim("tenant")) // the token says for which tenant it is
                .build();

        TenantResolver chosen = TenantResolver.builder()
                .lookup(lookup)
                .strategies(TenantStrategy.header())
                .access(TenantAccess.claim("tenants", lookup)) // the client chooses among those of a verified claim
                .build();
        // end::tokens[]
        assertRefused(resolver, Asked.anything(), TenantRefusal.MISSING);
        assertThat(chosen.resolve(Asked.anything().header("X-Tenant-Id", "acme").claim("tenants", "acme")))
                .contains("acme");
    }

    @Test
    void answers_are_chosen() {
        // tag::answers[]
        TenantAnswers concealing = TenantProblems.concealing().withStatus(TenantRefusal.INVALID_TOKEN, 401);
        TenantAnswers telling = TenantProblems.telling()
                .withStatus(TenantRefusal.MISSING, 400)
                .withStatus(TenantRefusal.FORBIDDEN, 403);
        TenantAnswers own = refusal -> new TenantAnswer(404, "text/plain", "Not here.");
        // end::answers[]
        assertThat(concealing.to(TenantRefusal.INVALID_TOKEN).status()).isEqualTo(401);
        assertThat(telling.to(TenantRefusal.FORBIDDEN).status()).isEqualTo(403);
        assertThat(own.to(TenantRefusal.MISSING).body()).isEqualTo("Not here.");
    }
}
