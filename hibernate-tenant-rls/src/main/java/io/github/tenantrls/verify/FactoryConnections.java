// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** The connections of an EntityManagerFactory. */
final class FactoryConnections implements Connections {

    private final SessionFactoryImplementor factory;
    private final Unit unit;

    FactoryConnections(SessionFactoryImplementor factory, Unit unit) {
        this.factory = factory;
        this.unit = unit;
    }

    @Override
    public Connection get() throws SQLException {
        return provider().getAnyConnection();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        provider().releaseAnyConnection(connection);
    }

    @Override
    public List<UnfitSetting> unfitSettings(Connection connection) throws SQLException {
        return new UnfitSettings(factory, unit).found(connection);
    }

    @Override
    public List<RuleInfo> rules() {
        return Rules.infos();
    }

    private MultiTenantConnectionProvider<?> provider() {
        return factory.getServiceRegistry().requireService(MultiTenantConnectionProvider.class);
    }
}
