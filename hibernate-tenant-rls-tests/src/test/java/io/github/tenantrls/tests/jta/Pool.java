// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.tomcat.dbcp.dbcp2.managed.BasicManagedDataSource;
import org.postgresql.xa.PGXADataSource;

/** Kinds of pools that take part in the transactions of Narayana; all sessions of one transaction share a connection. */
enum Pool {
    AGROAL {
        @Override
        DataSource on(Database database, String url, Role role) throws SQLException {
            return agroal(database, url, role, org.postgresql.Driver.class);
        }
    },
    AGROAL_XA {
        @Override
        DataSource on(Database database, String url, Role role) throws SQLException {
            return agroal(database, url, role, PGXADataSource.class);
        }
    },
    DBCP {
        @Override
        @SuppressWarnings("resource") // its connections end with the database
        DataSource on(Database database, String url, Role role) {
            BasicManagedDataSource pool = new BasicManagedDataSource();
            pool.setTransactionManager(transactions());
            pool.setTransactionSynchronizationRegistry(new TransactionSynchronizationRegistryImple());
            pool.setDriverClassName(org.postgresql.Driver.class.getName());
            pool.setUrl(url);
            pool.setUsername(database.user(role));
            pool.setPassword(database.password(role));
            return pool;
        }
    };

    /** The properties that say where the transaction manager keeps its logs. */
    static final List<String> STORES = List.of(
            "ObjectStoreEnvironmentBean.objectStoreDir",
            "ObjectStoreEnvironmentBean.communicationStore.objectStoreDir",
            "ObjectStoreEnvironmentBean.stateStore.objectStoreDir");

    static {
        for (String store : STORES) {
            if (System.getProperty(store) == null) {
                System.setProperty(store, "target/narayana");
            }
        }
    }

    /** A pool; those of Agroal have two connections. */
    abstract DataSource on(Database database, String url, Role role) throws SQLException;

    DataSource on(Database database) throws SQLException {
        return on(database, database.url(), Role.APP);
    }

    static TransactionManager transactions() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    private static DataSource agroal(Database database, String url, Role role, Class<?> provider) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(2)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .transactionIntegration(new NarayanaTransactionIntegration(
                                transactions(), new TransactionSynchronizationRegistryImple(), null, false))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .connectionProviderClass(provider)
                                .principal(new NamePrincipal(database.user(role)))
                                .credential(new SimplePassword(database.password(role))))));
    }
}
