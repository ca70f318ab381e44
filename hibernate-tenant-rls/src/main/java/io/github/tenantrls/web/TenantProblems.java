// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Answers with problem details (RFC 9457) in fixed words. Immutable.
 *
 * <p>Concealing, all answers but that to {@link TenantRefusal#INVALID_TOKEN} are the same to the byte, so that nobody learns
 * by them whether a tenant exists; telling, each names its reason.
 */
public final class TenantProblems implements TenantAnswers {

    private static final int NOT_FOUND = 404;

    private final boolean telling;
    private final int status;
    private final Map<TenantRefusal, Integer> otherStatuses;

    private TenantProblems(boolean telling, int status, Map<TenantRefusal, Integer> otherStatuses) {
        this.telling = telling;
        this.status = status;
        this.otherStatuses = otherStatuses;
    }

    /**
     * Answers that do not tell whether a tenant exists; with status 404.
     *
     * @return the answers
     */
    public static TenantProblems concealing() {
        return new TenantProblems(false, NOT_FOUND, Map.of());
    }

    /**
     * Answers that tell why the request is refused; with status 404. Whoever gets them learns which tenants exist.
     *
     * @return the answers
     */
    public static TenantProblems telling() {
        return new TenantProblems(true, NOT_FOUND, Map.of());
    }

    /**
     * The same with another status for all.
     *
     * @param status a status of an error, 400 to 599
     * @return the answers
     * @throws TenantRlsException if it is none
     */
    public TenantProblems withStatus(int status) {
        return new TenantProblems(telling, checked(status), Map.of());
    }

    /**
     * The same with another status for one reason.
     *
     * @param refusal the reason; {@link TenantRefusal#INVALID_TOKEN} alone where they are concealing
     * @param status a status of an error, 400 to 599
     * @return the answers
     * @throws TenantRlsException if it is none, or would tell what is to be concealed
     */
    public TenantProblems withStatus(TenantRefusal refusal, int status) {
        if (!telling && refusal != TenantRefusal.INVALID_TOKEN) {
            throw new TenantRlsException(
                    "A status for " + refusal + " alone would tell why a request is refused, which is"
                            + " to be concealed; give one status for all, or use TenantProblems.telling()");
        }
        Map<TenantRefusal, Integer> statuses = new EnumMap<>(TenantRefusal.class);
        statuses.putAll(otherStatuses);
        statuses.put(refusal, checked(status));
        return new TenantProblems(telling, this.status, statuses);
    }

    @Override
    public TenantAnswer to(TenantRefusal refusal) {
        ProblemText text =
                telling || refusal == TenantRefusal.INVALID_TOKEN ? ProblemText.of(refusal) : ProblemText.CONCEALED;
        return text.answer(otherStatuses.getOrDefault(refusal, status));
    }

    private static int checked(int status) {
        if (status < 400 || status > 599) {
            throw new TenantRlsException("A refused request cannot be answered with this status; give 400 to 599");
        }
        return status;
    }
}
