// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantSnapshot;
import jakarta.ws.rs.ext.InterceptorContext;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/** Reads and writes entities for the tenant of the request, on whatever thread. */
final class EntityBlock implements ReaderInterceptor, WriterInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        return snapshot(context).call(context::proceed);
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        snapshot(context).run(context::proceed);
    }

    private static TenantSnapshot snapshot(InterceptorContext context) {
        return RequestTenant.from(context.getProperty(RequestTenant.PROPERTY));
    }
}
