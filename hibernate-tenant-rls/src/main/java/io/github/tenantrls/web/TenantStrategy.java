// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Optional;

/**
 * One way in which a request states its tenant. Implementations are thread-safe.
 *
 * <p>A header, a path and a host are the client's word. What a function of the application's own finds counts as that too.
 */
@FunctionalInterface
public interface TenantStrategy {

    /** The header that is read where no other is named. */
    String DEFAULT_HEADER = "X-Tenant-Id";

    /**
     * What the request states.
     *
     * @param request the request
     * @return an identifier or a slug, not yet looked up; empty, or an empty text, if the request states none in this way
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED} if it states something that cannot be a tenant's,
     *     or contradicts itself; with {@link TenantRefusal#INVALID_TOKEN} if it comes with a token that does not hold
     */
    Optional<String> find(TenantRequest request);

    /**
     * Whether what it finds comes from a token that was verified, so that who asks cannot choose it.
     *
     * @return {@code false} if not overridden: then there must be a {@link TenantAccess}
     */
    default boolean isVerified() {
        return false;
    }

    /**
     * The value of the header {@value #DEFAULT_HEADER}.
     *
     * @return the strategy
     */
    static TenantStrategy header() {
        return header(DEFAULT_HEADER);
    }

    /**
     * The value of a header. Several values, on lines of their own or joined by commas, are {@link TenantRefusal#MALFORMED}
     * unless they are equal.
     *
     * @param name the header's name
     * @return the strategy
     * @throws io.github.tenantrls.TenantRlsException if it cannot be the name of a header
     */
    static TenantStrategy header(String name) {
        return new HeaderStrategy(name);
    }

    /**
     * A segment of the path, decoded once. A path that a router could read otherwise, such as one with {@code ..} or an
     * encoded slash, is {@link TenantRefusal#MALFORMED}.
     *
     * @param pattern segments with one variable, such as <code>/t/{tenant}/*</code> or {@code /t/:tenant/*}; a {@code *} in
     *     the end stands for all that is below, and for nothing
     * @return the strategy
     * @throws io.github.tenantrls.TenantRlsException if it is no such pattern
     */
    static TenantStrategy path(String pattern) {
        return new PathStrategy(PathPattern.withVariable(pattern));
    }

    /**
     * The first label of the host, in lower case: where the host is one label below one of the base domains; without any,
     * where it has three labels or more. Never of an IP address; a punycoded label is {@link TenantRefusal#MALFORMED}.
     *
     * @param baseDomains such as {@code app.example.com}
     * @return the strategy
     * @throws io.github.tenantrls.TenantRlsException if one of them is no domain name
     */
    static TenantStrategy subdomain(String... baseDomains) {
        return SubdomainStrategy.of(baseDomains);
    }

    /**
     * A claim of a verified token: of the application's security, or of {@link TenantResolverBuilder#tokens}. Strings, UUIDs
     * and whole numbers are accepted; anything else is {@link TenantRefusal#MALFORMED}.
     *
     * @param name the claim's name
     * @return the strategy
     */
    static TenantStrategy claim(String name) {
        return new ClaimStrategy(name);
    }
}
