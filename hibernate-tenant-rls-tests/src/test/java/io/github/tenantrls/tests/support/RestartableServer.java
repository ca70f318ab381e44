// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * An embedded PostgreSQL of a test's own that can be stopped in the midst of what it does, and started again on the same port
 * with the same data; the roles of the tests are there. Not thread-safe.
 */
public final class RestartableServer implements AutoCloseable {

    private final Path data;
    private final Map<String, String> settings;
    private final TestServer server;
    private final Thread hook = new Thread(this::stopQuietly, "stops a restartable server");
    private EmbeddedPostgres postgres;

    private RestartableServer(Path data, Map<String, String> settings) throws IOException {
        this.data = data;
        this.settings = settings;
        postgres = launch(0);
        server = TestServer.of(postgres);
        server.createRoles();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts one with further settings of the server; the caller closes it. */
    public static RestartableServer start(Map<String, String> settings) throws IOException {
        return new RestartableServer(Files.createTempDirectory("restartable").resolve("data"), settings);
    }

    /** Creates a database; the caller closes it, while the server runs. */
    public Database createDatabase() {
        return Database.create(server);
    }

    /** Stops it as {@code pg_ctl stop -m fast} does: what runs is rolled back, sessions are told. Then starts it again. */
    public void restart() throws IOException {
        int port = postgres.getPort();
        postgres.close(); // also gives up its lock on the folder
        postgres = launch(port);
    }

    /** Stops it as {@code pg_ctl stop -m immediate} does: it recovers from its log when it is started again. */
    public void crash() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("the server does not run"));
        try {
            if (new ProcessBuilder("kill", "-QUIT", pid).start().waitFor() != 0) {
                throw new IOException("the server could not be told to end");
            }
            postmaster.onExit().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server ended", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server does not end", e);
        }
        restart();
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        postgres.close();
        try (Stream<Path> files = Files.walk(data.getParent())) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private void stopQuietly() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedPostgres launch(int port) throws IOException {
        EmbeddedPostgres.Builder builder = TestServer.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on") // or else a crash takes what was committed
                .setRegisterShutdownHook(false);
        settings.forEach(builder::setServerConfig);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }
}
