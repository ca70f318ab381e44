// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.xa.PGXADataSource;

/**
 * An embedded PostgreSQL with two roles, neither of them superuser: {@code owner}, which owns the tables, and {@code app},
 * which the application runs as.
 */
public final class NotesDatabase implements AutoCloseable {

    private static final String UNIT = "notes";

    static {
        for (String store : new String[] {"", "communicationStore.", "stateStore."}) { // Narayana's logs
            System.setProperty(
                    "ObjectStoreEnvironmentBean." + store + "objectStoreDir",
                    System.getProperty("java.io.tmpdir") + "/notes-transactions");
        }
    }

    private final EmbeddedPostgres postgres;

    private NotesDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it, and makes tables, policies and two tenants. */
    public static NotesDatabase start() throws IOException, SQLException {
        NotesDatabase database = new NotesDatabase(EmbeddedPostgres.start());
        database.asSuperuser(
                "create role owner login",
                "create role app login",
                "grant create, usage on schema public to owner",
                "grant usage on schema public to app");
        database.createTables();
        database.asSuperuser(
                "insert into tenants (id, slug, name) values (gen_random_uuid(), 'acme', 'Acme Ltd')",
                "insert into tenants (id, slug, name) values (gen_random_uuid(), 'globex', 'Globex Inc')");
        return database;
    }

    private void createTables() {
        Map<String, Object> owner = Map.of(
                "jakarta.persistence.jtaDataSource",
                postgres.getDatabase("owner", "postgres"),
                "hibernate.hbm2ddl.auto",
                "create", // tables, tenant columns, row-level security and policies
                "hibernate.hbm2ddl.halt_on_error",
                true,
                "hibernate.tenant_rls.verification",
                "off"); // judged is the application's role, when it starts
        Persistence.createEntityManagerFactory(UNIT, owner).close();
    }

    /** The application's factory, which logs in as {@code app}; closed together with its pool. */
    EntityManagerFactory application(DataSource pool) {
        return Persistence.createEntityManagerFactory(UNIT, Map.of("jakarta.persistence.jtaDataSource", pool));
    }

    /** A pool whose connections take part in Jakarta Transactions. */
    AgroalDataSource pool() throws SQLException {
        var transactions = new NarayanaTransactionIntegration(
                com.arjuna.ats.jta.TransactionManager.transactionManager(),
                new TransactionSynchronizationRegistryImple());
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10)
                        .transactionIntegration(transactions)
                        .connectionFactoryConfiguration(connections -> connections
                                .connectionProviderClass(PGXADataSource.class)
                                .jdbcUrl(postgres.getJdbcUrl("app", "postgres"))
                                .principal(new NamePrincipal("app"))
                                .credential(new SimplePassword("any")))));
    }

    /** Runs statements past all policies. */
    public void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
