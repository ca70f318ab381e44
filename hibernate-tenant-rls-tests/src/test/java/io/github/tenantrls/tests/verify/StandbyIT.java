// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An application on a hot standby: two servers of the embedded PostgreSQL, the second one a copy of the first. */
@ExtendWith(DatabaseExtension.class)
@Timeout(120)
class StandbyIT {

    private final Database database;
    private final Path primaryData;
    private final Path standbyData;

    StandbyIT(Database database, @TempDir Path directory) {
        this.database = database;
        this.primaryData = directory.resolve("primary");
        this.standbyData = directory.resolve("standby");
    }

    @Test
    void a_standby_is_verified_and_shows_what_is_wrong_on_its_primary() throws Exception {
        prepare();
        try (EmbeddedPostgres primary = start(primaryData)) {
            Files.createFile(standbyData.resolve("standby.signal"));
            Files.writeString(
                    standbyData.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost user=postgres port=" + primary.getPort() + "'\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            try (EmbeddedPostgres standby = start(standbyData)) {
                // each commit waits until the standby shows it
                String wait = "set synchronous_commit = remote_apply";
                sql(primary, wait, "create table applied (id int)");
                assertThatThrownBy(() -> sql(standby, "drop table applied"))
                        .hasMessageContaining("read-only transaction");

                try (SessionFactory factory = factories(standby, "app").open()) {
                    RlsVerifier verifier = RlsVerifier.of(factory);
                    assertThat(verifier.lastReport().orElseThrow().findings()).isEmpty();
                    sql(primary, wait, "alter table item disable row level security");
                    assertThat(verifier.verify().findings())
                            .extracting(Finding::rule)
                            .containsExactly("RLS002");
                }
            }
        }
    }

    /** A server with the schema, stopped and copied. */
    private void prepare() throws IOException, SQLException {
        try (EmbeddedPostgres primary = startIfThereIsOne()) {
            sql(primary, "create role app login");
            factories(primary, "postgres").createSchema();
        }
        try (Stream<Path> files = Files.walk(primaryData)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        standbyData.resolve(primaryData.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.writeString(
                primaryData.resolve("postgresql.auto.conf"),
                "synchronous_standby_names = '*'\nsynchronous_commit = local\n",
                StandardOpenOption.APPEND);
    }

    private EmbeddedPostgres startIfThereIsOne() throws IOException {
        try {
            return start(primaryData);
        } catch (IllegalStateException e) {
            Assumptions.abort("the embedded PostgreSQL has no binaries for this machine: " + e.getMessage());
            throw e;
        }
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("max_connections", "100")
                .start();
    }

    private Factories factories(EmbeddedPostgres server, String user) {
        return Factories.on(database, Item.class)
                .with(JdbcSettings.JAKARTA_JDBC_URL, "jdbc:postgresql://localhost:" + server.getPort() + "/postgres")
                .with(JdbcSettings.JAKARTA_JDBC_USER, user)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, user);
    }

    private static void sql(EmbeddedPostgres server, String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : List.of(statements)) {
                statement.execute(sql);
            }
        }
    }
}
