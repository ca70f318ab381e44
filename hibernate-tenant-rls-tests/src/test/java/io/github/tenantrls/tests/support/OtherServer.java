// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An embedded PostgreSQL of a major version, beside the server that all other tests use.
 *
 * <p>Its binaries are in a jar in {@code target/postgres}, where the build copies those that there are for the platform.
 * On the class path they would hide each other: the file in each has the same name.
 */
public final class OtherServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final TestServer server;

    private OtherServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.server = TestServer.of(postgres);
    }

    /** Whether the build has copied binaries of a version. */
    public static boolean isThere(int major) {
        return Files.exists(jar(major));
    }

    /** Whether this is the platform for which there are binaries of every version. */
    public static boolean shouldBeThere() {
        return platform().equals("Linux amd64");
    }

    /** The platform of this JVM. */
    public static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** Starts a server with the roles of the tests; the caller closes it. */
    public static OtherServer start(int major) throws IOException {
        OtherServer other = new OtherServer(TestServer.builder()
                .setPgBinaryResolver((system, architecture) -> binaries(jar(major)))
                .start());
        other.server.createRoles();
        return other;
    }

    /** Starts a server of the version that all other tests use, with settings of its own; the caller closes it. */
    public static OtherServer start(Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = TestServer.builder();
        settings.forEach(builder::setServerConfig);
        OtherServer other = new OtherServer(builder.start());
        other.server.createRoles();
        return other;
    }

    /** Creates a database; the caller closes it. */
    public Database createDatabase() {
        return Database.create(server);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    private static Path jar(int major) {
        return Path.of("target", "postgres", major + ".jar");
    }

    private static InputStream binaries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(file -> file.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar + " holds no binaries"));
            return new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes());
        }
    }
}
