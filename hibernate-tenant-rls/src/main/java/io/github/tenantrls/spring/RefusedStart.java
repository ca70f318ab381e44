// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has a start that the library refuses told by its message, rather than by the exceptions around it; found by Spring Boot. */
final class RefusedStart extends AbstractFailureAnalyzer<TenantRlsException> {

    private static final String REMEDY = "; ";

    RefusedStart() {}

    /** What happened and why stand before the first semicolon, and what to do behind it. */
    @Override
    protected FailureAnalysis analyze(Throwable failure, TenantRlsException cause) {
        String message = String.valueOf(cause.getMessage());
        int remedy = message.indexOf(REMEDY);
        return remedy < 0
                ? new FailureAnalysis(message, null, cause)
                : new FailureAnalysis(
                        message.substring(0, remedy) + ".",
                        Character.toUpperCase(message.charAt(remedy + REMEDY.length()))
                                + message.substring(remedy + REMEDY.length() + 1),
                        cause);
    }
}
