// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an HTTP request, whatever framework received it. All of it is the client's word but for the {@link
 * #principal} and the {@link #verifiedClaim claims}. Used by one thread, while the request is handled.
 */
public interface TenantRequest {

    /**
     * The values of a header, one for each line of that name.
     *
     * @param name its name, in any case
     * @return the values as received, in their order; empty if there is none
     */
    List<String> headers(String name);

    /**
     * The path below the application's root, as received: percent-encoded, with matrix parameters, without the query.
     *
     * @return a text that begins with a slash, or is empty
     */
    String rawPath();

    /**
     * The host that the client named, as received: of the request line, {@code :authority} or {@code Host}, never of a
     * forwarding header.
     *
     * @return the host, with its port if there is one; {@code null} if the client named none
     */
    @Nullable
    String host();

    /**
     * Who asks, as the application's security has found out.
     *
     * @return the principal, empty if nobody is authenticated
     */
    Optional<Principal> principal();

    /**
     * A claim of a token that the application's security has verified.
     *
     * @param name the claim's name
     * @return its value as plain Java has it, a text as {@link String}, several as {@link java.util.Collection};
     *     empty if there is no verified token, or it has no such claim
     */
    Optional<Object> verifiedClaim(String name);

    /**
     * The framework's own request.
     *
     * @param type its class, such as that of a servlet request
     * @param <T> its type
     * @return the request, empty if it is no such one
     */
    <T> Optional<T> unwrap(Class<T> type);
}
