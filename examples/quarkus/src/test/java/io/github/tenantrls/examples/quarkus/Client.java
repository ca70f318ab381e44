// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

/** Who sends requests: with a token or none, stating tenants or none. Immutable and thread-safe. */
record Client(URI root, String token, List<String> stated) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A user of one tenant, who states it. */
    static Client of(URI root, UUID tenant) {
        return new Client(root, Surroundings.issuer().token("user", tenant), List.of(tenant.toString()));
    }

    Client stating(String... others) {
        return new Client(root, token, List.of(others));
    }

    Client with(String otherToken) {
        return new Client(root, otherToken, stated);
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (String tenant : stated) {
            request.header("X-Tenant-Id", tenant);
        }
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
