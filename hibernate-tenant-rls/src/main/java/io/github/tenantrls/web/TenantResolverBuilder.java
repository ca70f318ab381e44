// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link TenantResolver}. Not thread-safe.
 *
 * <pre>{@code
 * TenantResolver.builder()
 *         .lookup(TenantLookup.of(entityManagerFactory))
 *         .strategies(TenantStrategy.header(), TenantStrategy.subdomain("app.example.com"))
 *         .access((request, tenant) -> members.has(request.principal(), tenant))
 *         .excluded("/health", "/login")
 *         .build();
 * }</pre>
 */
public final class TenantResolverBuilder {

    private List<TenantStrategy> strategies = List.of();
    private @Nullable TenantLookup lookup;
    private @Nullable TenantAccess access;
    private List<PathPattern> required = List.of();
    private List<PathPattern> optional = List.of();
    private List<PathPattern> excluded = List.of();
    private TenantResolver.RequestReading reading = received -> received;

    TenantResolverBuilder() {}

    /**
     * The ways in which requests state their tenant, in the order in which they are tried: the first that finds one counts.
     *
     * @param tried at least one
     * @return this
     */
    public TenantResolverBuilder strategies(TenantStrategy... tried) {
        strategies = List.of(tried);
        return this;
    }

    /**
     * What finds the tenant that was stated.
     *
     * @param finds see {@link TenantLookup#of} and {@link TenantLookup#identifiers}
     * @return this
     */
    public TenantResolverBuilder lookup(TenantLookup finds) {
        lookup = finds;
        return this;
    }

    /**
     * Who may act for which tenant. Needed unless all strategies are {@link TenantStrategy#isVerified verified}.
     *
     * @param decides the decision; {@link TenantAccess#anyone} where nothing is to be decided
     * @return this
     */
    public TenantResolverBuilder access(TenantAccess decides) {
        access = decides;
        return this;
    }

    /**
     * Paths that need a tenant, even where they are optional or excluded too. All others need one unless they are.
     *
     * <p>Patterns are {@code /exactly/this} and {@code /this/*}, which stands for {@code /this} and all below. They are
     * compared case by case; a path that routers could read in several ways needs a tenant.
     *
     * @param patterns the patterns
     * @return this
     * @throws TenantRlsException if one is none
     */
    public TenantResolverBuilder required(String... patterns) {
        required = parsed(patterns);
        return this;
    }

    /**
     * Paths that are handled without a tenant if the request states none, even where they are excluded too.
     *
     * @param patterns as in {@link #required}
     * @return this
     * @throws TenantRlsException if one is none
     */
    public TenantResolverBuilder optional(String... patterns) {
        optional = parsed(patterns);
        return this;
    }

    /**
     * Paths that are handled without a tenant, whatever the request states.
     *
     * @param patterns as in {@link #required}
     * @return this
     * @throws TenantRlsException if one is none
     */
    public TenantResolverBuilder excluded(String... patterns) {
        excluded = parsed(patterns);
        return this;
    }

    /**
     * Takes claims from bearer tokens that this library verifies, instead of those that the application's security did. A
     * request with one that does not hold is refused whatever it states, unless its path is excluded.
     *
     * @param believed which tokens hold
     * @return this
     * @throws TenantRlsException if Nimbus is not on the class path, or the keys are in a file that cannot be read
     */
    public TenantResolverBuilder tokens(TenantTokens believed) {
        TenantTokens.Verifier verifier = believed.verifier();
        reading = reading.and(received -> new TokenRequest(received, verifier));
        return this;
    }

    /**
     * Takes the host from {@code X-Forwarded-Host} where there is one. Only where a proxy sets it and nothing else can reach
     * the application: else every client chooses its host.
     *
     * @return this
     */
    public TenantResolverBuilder trustForwardedHost() {
        reading = reading.and(ForwardedRequest::new);
        return this;
    }

    /**
     * Builds it.
     *
     * @return the resolver
     * @throws TenantRlsException if there is no strategy or no lookup, or the client chooses its tenant and there is no
     *     {@link TenantAccess}
     */
    public TenantResolver build() {
        if (strategies.isEmpty()) {
            throw new TenantRlsException("No request can state a tenant, because there is no strategy; give one such as"
                    + " TenantStrategy.subdomain(\"app.example.com\")");
        }
        if (lookup == null) {
            throw new TenantRlsException("What requests state cannot be looked up; give TenantLookup.of(factory), or"
                    + " TenantLookup.identifiers(type)");
        }
        return new TenantResolver(new PathRules(required, optional, excluded), strategies, lookup, decided(), reading);
    }

    private TenantAccess decided() {
        if (access != null) {
            return access;
        }
        if (strategies.stream().allMatch(TenantStrategy::isVerified)) {
            return TenantAccess.anyone();
        }
        throw new TenantRlsException(
                "A client can state any tenant, because not all strategies are those of a verified token,"
                        + " and nothing decides who may act for which; give a TenantAccess, or TenantAccess.anyone() where"
                        + " something else decides");
    }

    private static List<PathPattern> parsed(String... patterns) {
        return Arrays.stream(patterns).map(PathPattern::withoutVariable).toList();
    }
}
