// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many clients at once, each for another tenant with each request, some of whom lose patience: they close the socket, stop
 * waiting, or ask for what takes the server longer than it may.
 */
final class Load {

    private static final Pattern OWNER = Pattern.compile("of:([0-9a-f-]{36})");
    private static final long SEED = 20261126;

    private final int port;
    private final List<String> tenants;
    private final long end;
    private final HttpClient http = HttpClient.newHttpClient();

    final LongAdder answered = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder abandoned = new LongAdder();
    final LongAdder clientTimeouts = new LongAdder();
    final LongAdder serverTimeouts = new LongAdder();
    final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();

    Load(int port, List<String> tenants, Duration duration) {
        this.port = port;
        this.tenants = tenants;
        this.end = System.nanoTime() + duration.toNanos();
    }

    /** Comes back when all clients have ended. */
    void run(int clients) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            Random random = new Random(SEED + i);
            threads.execute(() -> client(random));
        }
        threads.shutdown();
        if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The clients do not end");
        }
    }

    private void client(Random random) {
        while (System.nanoTime() < end) {
            String tenant = tenants.get(random.nextInt(tenants.size()));
            int what = random.nextInt(100);
            try {
                if (what < 8) {
                    abandon(tenant, random.nextInt(20));
                } else if (what < 14) {
                    ask(tenant, "/api/slow?millis=" + random.nextInt(200), Duration.ofSeconds(60));
                } else if (what < 20) {
                    ask(tenant, "/api/projects", Duration.ofMillis(1 + random.nextInt(60)));
                } else if (what < 24) {
                    ask(tenant, "/api/callable", Duration.ofSeconds(60));
                } else {
                    ask(tenant, what < 60 ? "/api/projects" : "/api/projects/search?text=of", Duration.ofSeconds(60));
                }
            } catch (HttpTimeoutException e) {
                clientTimeouts.increment();
            } catch (IOException e) {
                unexpected.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void ask(String tenant, String path, Duration patience) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(patience)
                        .header("Authorization", Client.basic("carol"))
                        .header("X-Tenant-Id", tenant)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        latencies.add(System.nanoTime() - begin);
        answered.increment();
        check(tenant, answer.body());
        if (answer.statusCode() == 500 && path.startsWith("/api/slow")) {
            serverTimeouts.increment();
        } else if (answer.statusCode() != 200) {
            unexpected.add(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Every row names its owner. */
    private void check(String tenant, String body) {
        Matcher owner = OWNER.matcher(body);
        while (owner.find()) {
            rows.increment();
            if (!owner.group(1).equals(tenant)) {
                leaks.add("asked for " + tenant + ", got a row of " + owner.group(1));
            }
        }
    }

    /** Sends a request and is gone, at once or after a moment, whether or not the answer has begun. */
    private void abandon(String tenant, int millis) throws IOException, InterruptedException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoLinger(true, 0); // a reset, as of a client that crashes
            OutputStream out = socket.getOutputStream();
            out.write(("GET /api/projects HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + Client.basic("carol")
                            + "\r\nX-Tenant-Id: " + tenant + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Thread.sleep(millis);
        }
        abandoned.increment();
    }

    long requests() {
        return answered.sum() + abandoned.sum() + clientTimeouts.sum();
    }

    double percentileMillis(int percentile) {
        List<Long> sorted = latencies.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get((sorted.size() - 1) * percentile / 100) / 1e6;
    }
}
