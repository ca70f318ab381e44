// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import io.github.tenantrls.tests.web.http.Stock;
import io.github.tenantrls.tests.web.jaxrs.Shop.Posted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Takes down for whom it reads. */
@Consumes("*/*")
public class PostedReader implements MessageBodyReader<Posted> {

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Posted.class;
    }

    @Override
    public Posted readFrom(
            Class<Posted> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream entity) {
        return new Posted(Stock.who());
    }
}
