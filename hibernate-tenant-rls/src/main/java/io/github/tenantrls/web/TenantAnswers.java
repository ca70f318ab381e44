// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Map;

/** How refused requests are answered. Implementations are thread-safe. */
@FunctionalInterface
public interface TenantAnswers {

    /**
     * The answer to a refused request.
     *
     * @param refusal why it is refused
     * @return what to send; nothing that the client sent
     */
    TenantAnswer to(TenantRefusal refusal);

    /**
     * What is answered where nothing else is said: 404 to all, in the same words whatever the reason but for tokens.
     *
     * @return {@link TenantProblems#concealing}
     */
    static TenantAnswers standard() {
        return TenantProblems.concealing();
    }

    /**
     * The answers that settings describe, see {@link TenantWebSettings#ANSWERS}.
     *
     * @param settings the settings, among others; such as the properties of an entity manager factory
     * @return the answers
     * @throws io.github.tenantrls.TenantRlsException if one of the settings is unknown or cannot be read
     */
    static TenantAnswers of(Map<String, ?> settings) {
        return new WebSettings(settings).answers();
    }
}
