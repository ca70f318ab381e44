// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantRefusal;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Answers requests whose tenant was suspended or deleted meanwhile as refused ones; other exceptions of this library are
 * logged as errors, and answered with 500.
 *
 * <p>Without it, Jakarta REST answers all of them with 500 before a servlet filter sees them. Immutable and thread-safe.
 */
public final class TenantExceptionMapper implements ExceptionMapper<TenantRlsException> {

    private static final Logger LOG = Logger.getLogger(TenantExceptionMapper.class);

    private final TenantAnswers answers;

    /**
     * Creates it.
     *
     * @param answers how refused requests are answered
     */
    public TenantExceptionMapper(TenantAnswers answers) {
        this.answers = Objects.requireNonNull(answers, "answers");
    }

    @Override
    public Response toResponse(TenantRlsException thrown) {
        Optional<TenantRefusal> refusal = TenantRefusal.of(thrown);
        if (refusal.isEmpty()) {
            LOG.error("A request has failed", thrown);
            return Response.serverError().build();
        }
        LOG.debug("A request is refused", thrown);
        return Answer.of(answers.to(refusal.get()));
    }
}
