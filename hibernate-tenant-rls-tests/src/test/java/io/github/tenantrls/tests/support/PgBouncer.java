// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PgBouncer in transaction pooling mode in front of a PostgreSQL, for all its databases and the roles of the tests.
 *
 * <p>It is the one that the machine has installed: {@code apt-get install pgbouncer}. Its clients must not prepare
 * statements on the server, which before 1.21 it did not follow; {@link #url} tells the driver so. Not thread-safe.
 */
public final class PgBouncer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final int port = freePort();
    private final Path folder;
    private Process process;

    private PgBouncer(Path folder, String host, int serverPort, int connections) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("users"), users());
        Files.writeString(folder.resolve("pgbouncer.ini"), configuration(host, serverPort, connections));
        process = launch();
    }

    /** Whether the machine has one. */
    public static boolean isThere() {
        return program().isPresent();
    }

    /** Starts one with at most so many connections to the server for each database and role; the caller closes it. */
    public static PgBouncer start(String serverHost, int serverPort, int connections) throws IOException {
        return new PgBouncer(Files.createTempDirectory("pgbouncer"), serverHost, serverPort, connections);
    }

    /** The JDBC URL of a database of the server by way of this, without user. */
    public String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?prepareThreshold=0&sslmode=disable";
    }

    /** Ends it with all its connections, in the midst of whatever they do; a second time does nothing. */
    public void kill() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PgBouncer ended", e);
        }
    }

    /** Kills it and starts it again on the same port. */
    public void restart() throws IOException {
        kill();
        process = launch();
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.collect(Collectors.toList())) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        command.add(program()
                .orElseThrow(() -> new IOException("pgbouncer is not installed"))
                .toString());
        command.add(folder.resolve("pgbouncer.ini").toString());
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        await(started);
        return started;
    }

    private void await(Process started) throws IOException {
        Instant end = Instant.now().plus(START);
        while (true) {
            try (Socket socket = new Socket("localhost", port)) {
                return;
            } catch (IOException e) {
                if (!started.isAlive() || Instant.now().isAfter(end)) {
                    started.destroyForcibly();
                    throw new IOException("PgBouncer does not start: " + Files.readString(folder.resolve("log")), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    private String configuration(String host, int serverPort, int connections) {
        Map<String, Object> settings = Map.of(
                "listen_addr",
                "localhost",
                "listen_port",
                port,
                "unix_socket_dir",
                "",
                "auth_type",
                "plain",
                "auth_file",
                folder.resolve("users"),
                "pool_mode",
                "transaction",
                "max_client_conn",
                500,
                "default_pool_size",
                connections,
                "server_login_retry",
                1,
                "ignore_startup_parameters",
                "extra_float_digits");
        return "[databases]\n* = host=" + host + " port=" + serverPort + "\n[pgbouncer]\n"
                + settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static String users() {
        return Stream.of(Role.values())
                .map(Role::login)
                .map(login -> "\"" + login + "\" \"" + login + "\"\n")
                .collect(Collectors.joining());
    }

    private static Optional<Path> program() {
        return Stream.of(
                        "/usr/sbin/pgbouncer",
                        "/usr/bin/pgbouncer",
                        "/usr/local/bin/pgbouncer",
                        "/opt/homebrew/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }
}
