// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static org.awaitility.Awaitility.await;

import com.arjuna.ats.arjuna.recovery.RecoveryManager;
import com.arjuna.ats.internal.jta.recovery.arjunacore.XARecoveryModule;
import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.xa.PGXADataSource;

/** Recovers what {@link CrashingApplication} has left, and looks at the connections on which it has done so. */
final class RecoveringApplication {

    /** Said for each connection on which it has done so, with the last text that was sent on it before. */
    static final String NOTHING_LEFT = "Neither a tenant nor a role is left after: ";

    private RecoveringApplication() {}

    // tag::recovery[]
    /** Looks for what was prepared and neither committed nor rolled back, now and every two minutes. */
    static void recover(XADataSource... databases) {
        RecoveryManager.delayRecoveryManagerThread();
        RecoveryManager manager = RecoveryManager.manager();
        for (XADataSource database : databases) {
            XARecoveryModule.getRegisteredXARecoveryModule().addXAResourceRecoveryHelper(new Recovered(database));
        }
        manager.startRecoveryManagerThread();
    }

    /** One database, on a connection that is kept: it may be asked for in the middle of a look, and be in use then. */
    static final class Recovered implements XAResourceRecoveryHelper {

        private final XADataSource database;
        private @Nullable XAConnection connection;

        Recovered(XADataSource database) {
            this.database = database;
        }

        @Override
        public boolean initialise(String unused) {
            return true;
        }

        @Override
        public XAResource[] getXAResources() throws SQLException {
            if (connection == null || !isAlive(connection)) {
                connection = database.getXAConnection();
            }
            return new XAResource[] {connection.getXAResource()};
        }

        private static boolean isAlive(XAConnection connection) {
            try (Connection handle = connection.getConnection()) {
                return handle.isValid(10);
            } catch (SQLException e) {
                return false;
            }
        }
    }
    // end::recovery[]

    /** The URL of each database, user and password. */
    public static void main(String[] arguments) throws Exception {
        List<Watched> databases = Stream.of(arguments[0], arguments[1])
                .map(url -> new Watched(url, arguments[2], arguments[3]))
                .toList();
        recover(databases.toArray(XADataSource[]::new));
        try {
            for (Watched database : databases) {
                await().until(database::isRecovered);
            }
        } finally {
            RecoveryManager.manager().terminate(); // or else its thread would keep the JVM
        }
        for (Watched database : databases) {
            database.report();
        }
    }

    /** A database that remembers on which connections it was recovered. */
    @SuppressWarnings("serial") // nobody writes it
    private static final class Watched extends PGXADataSource {

        private final List<XAConnection> lent = new CopyOnWriteArrayList<>();

        Watched(String url, String user, String password) {
            setURL(url);
            setUser(user);
            setPassword(password);
        }

        @Override
        public XAConnection getXAConnection() throws SQLException {
            XAConnection connection = super.getXAConnection();
            lent.add(connection);
            return connection;
        }

        boolean isRecovered() throws SQLException {
            return value("select count(*) from pg_prepared_xacts where database = current_database()")
                    .equals("0");
        }

        void report() throws SQLException {
            for (XAConnection each : lent) {
                try (Connection connection = each.getConnection()) {
                    int backend = connection.unwrap(BaseConnection.class).getBackendPID();
                    String last = value("select query from pg_stat_activity where pid = " + backend);
                    JtaUnit.assertNothingLeft(connection);
                    System.out.println(NOTHING_LEFT + last);
                }
            }
        }

        /** By a connection of its own. */
        private String value(String sql) throws SQLException {
            try (Connection other = DriverManager.getConnection(getURL(), getUser(), getPassword())) {
                return JtaUnit.value(other, sql);
            }
        }
    }
}
