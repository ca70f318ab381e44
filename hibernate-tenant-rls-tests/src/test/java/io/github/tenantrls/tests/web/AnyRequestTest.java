// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever a request brings, it is refused in the way that is documented, or its tenant was stated literally: as the JDK's own
 * readers of texts, paths and addresses see it, which know nothing of this library.
 */
class AnyRequestTest {

    private static final TenantResolver BY_HEADER =
            Answered.by(TenantStrategy.header()).build();
    private static final TenantResolver BY_PATH =
            Answered.by(TenantStrategy.path("/t/{tenant}/*")).build();
    private static final TenantResolver BY_HOST =
            Answered.by(TenantStrategy.subdomain()).build();
    private static final TenantResolver BY_BASE =
            Answered.by(TenantStrategy.subdomain("example.com")).build();
    private static final TenantResolver BY_CLAIM =
            Answered.by(TenantStrategy.claim("tenant")).build();
    private static final TenantResolver BY_ALL = Answered.by(
                    TenantStrategy.header(),
                    TenantStrategy.path("/t/{tenant}/*"),
                    TenantStrategy.subdomain(),
                    TenantStrategy.claim("tenant"))
            .trustForwardedHost()
            .build();
    private static final Map<TenantResolver, Integer> FOUND = new HashMap<>();

    /** The tenant, or nothing if the request is refused; every other exception fails the test. */
    private static Optional<Object> tenant(TenantResolver resolver, Asked request) {
        try {
            Optional<Object> tenant = resolver.resolve(request);
            FOUND.merge(resolver, 1, Integer::sum);
            return tenant;
        } catch (TenantRefusedException e) {
            assertThat(e.refusal()).isNotNull();
            return Optional.empty();
        }
    }

    /** So that the properties do not hold because nothing is ever found. */
    @AfterContainer
    static void tenants_were_found_in_every_way() {
        assertThat(FOUND).containsKeys(BY_HEADER, BY_PATH, BY_HOST, BY_BASE, BY_CLAIM, BY_ALL);
    }

    @Provide
    Arbitrary<String> texts() {
        return HostileTexts.any();
    }

    @Provide
    Arbitrary<List<String>> headerLines() {
        return Arbitraries.oneOf(HostileTexts.any(), HostileTexts.after("acme", "acme,", " acme"))
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                HostileTexts.any(), HostileTexts.after("/", "/t/", "/t/acme", "/t/acme/", "/t/a%62c/"));
    }

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> beforeDomain = HostileTexts.any().map(text -> text + ".example.com");
        return Arbitraries.oneOf(
                HostileTexts.any(), beforeDomain, HostileTexts.after("acme.example.com", "a.b.c", "[::"));
    }

    @Provide
    Arbitrary<Object> claims() {
        Arbitrary<Object> texts = HostileTexts.any().map(text -> text);
        Arbitrary<Object> numbers = Arbitraries.longs().map(number -> number);
        Arbitrary<Object> others = Arbitraries.of(
                true,
                1.5,
                List.of("acme"),
                Map.of("a", "b"),
                UUID.randomUUID(),
                'c',
                new java.util.concurrent.atomic.AtomicReference<>("acme"));
        return Arbitraries.oneOf(texts, numbers, others);
    }

    @Property(tries = 3000)
    void a_header_states_a_tenant_if_all_of_it_is_that_tenant(@ForAll("headerLines") List<String> lines) {
        tenant(BY_HEADER, Asked.anything().header("X-Tenant-Id", lines.toArray(String[]::new)))
                .ifPresent(tenant -> assertThat(lines)
                        .isNotEmpty()
                        .allMatch(line -> Pattern.matches(
                                "[ \t]*(T[ \t]*,[ \t]*)*T[ \t]*".replace("T", Pattern.quote(tenant.toString())),
                                line)));
    }

    @Property(tries = 3000)
    void a_path_states_a_tenant_if_the_decoded_segment_is_that_tenant(@ForAll("paths") String path) {
        tenant(BY_PATH, Asked.path(path)).ifPresent(tenant -> {
            String decoded = decoded(path);
            assertThat(decoded + "/").startsWith("/t/" + tenant + "/");
            assertThat(path.split("/", -1)[2])
                    .satisfies(raw -> assertThat(decoded(raw)).isEqualTo(tenant));
            assertThat(lenient(path) + "/").startsWith("/t/" + tenant + "/"); // nobody can come out elsewhere
        });
    }

    @Property(tries = 3000)
    void a_host_states_a_tenant_if_it_is_its_first_label(@ForAll("hosts") String host) {
        for (TenantResolver resolver : List.of(BY_HOST, BY_BASE)) {
            tenant(resolver, Asked.anything().host(host)).ifPresent(tenant -> {
                assertThat(host.toLowerCase(Locale.ROOT)).startsWith(tenant + ".");
                assertThat(tenant.toString()).matches("[a-z0-9-]+").doesNotStartWith("xn--");
                String name = java.net.URI.create("http://" + host).getHost();
                assertThat(name).isEqualTo(host.replaceFirst(":[0-9]+$", "")).containsPattern("\\..*\\.");
                assertThat(name.replaceAll("\\.$", ""))
                        .doesNotMatch(".*\\.[0-9]+")
                        .doesNotMatch("\\[.*");
                if (resolver == BY_BASE) {
                    assertThat(name.replaceAll("\\.$", "")).isEqualToIgnoringCase(tenant + ".example.com");
                }
            });
        }
    }

    @Property(tries = 3000)
    void a_claim_states_a_tenant_if_it_is_that_tenant(@ForAll("claims") Object claim) {
        tenant(BY_CLAIM, Asked.anything().claim("tenant", claim)).ifPresent(tenant -> {
            assertThat(tenant).isEqualTo(claim.toString());
            assertThat(claim).isInstanceOfAny(String.class, Long.class, UUID.class);
        });
    }

    @Property(tries = 3000)
    void all_that_is_stated_together_states_nothing_else(
            @ForAll("headerLines") List<String> lines,
            @ForAll("paths") String path,
            @ForAll("hosts") String host,
            @ForAll("hosts") String forwarded,
            @ForAll("claims") Object claim) {
        Asked request = Asked.path(path)
                .header("X-Tenant-Id", lines.toArray(String[]::new))
                .header("X-Forwarded-Host", forwarded)
                .host(host)
                .claim("tenant", claim);
        tenant(BY_ALL, request).ifPresent(tenant -> {
            String stated = String.join("\n", lines) + "\n" + path + "\n" + decodedOrEmpty(path) + "\n"
                    + forwarded.toLowerCase(Locale.ROOT) + "\n" + claim;
            assertThat(stated).contains(tenant.toString());
        });
    }

    @Provide
    Arbitrary<String> pathsNearExcluded() {
        return Arbitraries.oneOf(
                HostileTexts.any(), HostileTexts.after("/health", "/public/", "/public", "/public/a/", "/%70ublic/"));
    }

    @Property(tries = 3000)
    void a_path_is_excluded_only_if_the_most_lenient_reader_would_find_it_below_too(
            @ForAll("pathsNearExcluded") String path) {
        TenantResolver resolver = Answered.by(TenantStrategy.header())
                .excluded("/health", "/public/*")
                .build();
        try {
            assertThat(resolver.resolve(Asked.path(path))).isEmpty();
            assertThat(lenient(path)).matches("/health|/public(/.*)?");
        } catch (TenantRefusedException e) {
            assertThat(path).isNotIn("/health", "/public", "/public/", "/public/a");
        }
    }

    @Provide
    Arbitrary<String> authorizations() throws IOException {
        String[] parts = Tokens.signed(Tokens.claims()).split("\\.");
        Arbitrary<String> broken = Combinators.combine(Arbitraries.of(parts), HostileTexts.any(), Arbitraries.of(parts))
                .as((begin, middle, end) -> "Bearer " + begin + "." + middle + "." + end);
        Arbitrary<String> headers = HostileTexts.any()
                .map(text -> "Bearer "
                        + java.util.Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(("{\"alg\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8))
                        + "." + parts[1] + "." + parts[2]);
        return Arbitraries.oneOf(HostileTexts.any(), HostileTexts.after("Bearer ", "bearer a.b."), broken, headers);
    }

    @Property(tries = 400)
    void no_token_that_the_issuer_did_not_sign_states_a_tenant(@ForAll("authorizations") String authorization) {
        TenantResolver resolver = Answered.by(TenantStrategy.claim("tenant"))
                .tokens(io.github.tenantrls.web.TenantTokens.publicKey(
                        Tokens.KEYS.getPublic(), Tokens.ISSUER, Tokens.AUDIENCE))
                .build();
        assertThat(tenant(resolver, Asked.anything().header("Authorization", authorization)))
                .isEmpty();
    }

    /** Once, by the JDK. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String decodedOrEmpty(String path) {
        try {
            return decoded(path);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** As the worst of routers: decodes again and again, takes backslashes for slashes, leaves out parameters and dots. */
    private static String lenient(String path) {
        String read = path;
        for (String before = ""; !read.equals(before); ) {
            before = read;
            read = decodedOrEmpty(before).isEmpty() ? before : decoded(before);
        }
        String plain = read.replace('\\', '/').replaceAll(";[^/]*", "").replaceAll("[?#].*", "");
        java.util.ArrayDeque<String> segments = new java.util.ArrayDeque<>();
        for (String segment : plain.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }
}
