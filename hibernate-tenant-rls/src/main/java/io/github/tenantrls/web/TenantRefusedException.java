// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** No work is done for a request, because of its tenant. The message is for the log and repeats nothing of the request. */
public final class TenantRefusedException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    private final TenantRefusal refusal;

    /**
     * Creates it.
     *
     * @param refusal why
     * @param message what happened, why, and what to do; nothing that the client sent
     * @param cause what led to it, or {@code null}
     */
    public TenantRefusedException(TenantRefusal refusal, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public TenantRefusal refusal() {
        return refusal;
    }
}
