// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.web.TenantAnswer;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers requests that are refused because of their tenant, by the bean of class {@link TenantAnswers} or else by {@link
 * TenantAnswers#standard}. Quarkus finds it.
 */
public class TenantExceptionMappers {

    private static final Logger LOG = Logger.getLogger(TenantExceptionMappers.class);

    private final Instance<TenantAnswers> answers;

    @Inject
    TenantExceptionMappers(Instance<TenantAnswers> answers) {
        this.answers = answers;
    }

    /**
     * Answers what is refused before it is handled.
     *
     * @param refused why
     * @return the answer
     */
    @ServerExceptionMapper
    public Response refused(TenantRefusedException refused) {
        return answer(refused.refusal(), refused);
    }

    /**
     * Answers where the tenant turns out to be unknown while the request is handled.
     *
     * @param unknown why
     * @return the answer
     */
    @ServerExceptionMapper
    public Response unknown(UnknownTenantException unknown) {
        return answer(TenantRefusal.UNKNOWN, unknown);
    }

    /**
     * Answers where the tenant has been suspended since.
     *
     * @param suspended why
     * @return the answer
     */
    @ServerExceptionMapper
    public Response suspended(SuspendedTenantException suspended) {
        return answer(TenantRefusal.SUSPENDED, suspended);
    }

    private Response answer(TenantRefusal refusal, RuntimeException why) {
        LOG.debugf("Refused (%s): %s", refusal, why.getMessage());
        TenantAnswer answer = (answers.isResolvable() ? answers.get() : TenantAnswers.standard()).to(refusal);
        return Response.status(answer.status())
                .type(answer.contentType())
                .header("Cache-Control", "no-store") // a cache may keep a 404, and does not know who asked
                .entity(answer.body())
                .build();
    }
}
