// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests as they are written, however wrong. Immutable. */
public final class Client {

    private final int port;
    private final String root;
    private final Map<String, String> headers;

    Client(int port, String root) {
        this(port, root, Map.of("Host", "localhost"));
    }

    private Client(int port, String root, Map<String, String> headers) {
        this.port = port;
        this.root = root;
        this.headers = headers;
    }

    /**
     * What was answered.
     *
     * @param status the status
     * @param head status line and headers, in lower case
     * @param body the body
     */
    public record Response(int status, String head, String body) {}

    /** A client that sends a header too. */
    public Client with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Client(port, root, more);
    }

    /** A user of a tenant, who states another, or his own; both by their first letters. */
    public Client user(String name, String tenant) {
        return with("User", name).with("X-Tenant-Id", "tenant-" + tenant);
    }

    public Response get(String path) {
        return send(head("GET", path) + "\r\n");
    }

    public Response post(String path, String body) {
        return send(head("POST", path) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String head(String method, String path) {
        StringBuilder request = new StringBuilder(method + " " + root + path + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        return request.append("Connection: close\r\n").toString();
    }

    /** Sends a whole request. */
    public Response send(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return parsed(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response parsed(String response) {
        int end = response.indexOf("\r\n\r\n");
        String head = response.substring(0, end).toLowerCase(java.util.Locale.ROOT);
        String body = response.substring(end + 4);
        boolean chunked = head.contains("transfer-encoding: chunked");
        return new Response(Integer.parseInt(head.split(" ", 3)[1]), head, chunked ? unchunked(body) : body);
    }

    private static String unchunked(String body) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int end = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body.substring(at, end).trim(), 16);
            text.append(body, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
        return text.toString();
    }
}
