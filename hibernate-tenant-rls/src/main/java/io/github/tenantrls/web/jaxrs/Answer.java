// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.web.TenantAnswer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** What a refused request is answered. */
final class Answer {

    private Answer() {}

    /** Kept by no cache: another request for the same address may be for a tenant that there is. */
    static Response of(TenantAnswer answer) {
        return Response.status(answer.status())
                .header(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(answer.body().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
