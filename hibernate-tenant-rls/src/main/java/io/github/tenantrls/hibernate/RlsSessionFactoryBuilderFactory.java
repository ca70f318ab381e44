// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.SessionFactoryBuilder;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.boot.spi.SessionFactoryBuilderFactory;
import org.hibernate.boot.spi.SessionFactoryBuilderImplementor;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.mapping.PersistentClass;

/**
 * Lets Hibernate read generated identifiers by {@code insert .. returning}, which can travel together with the binding,
 * instead of by {@code getGeneratedKeys()}, which cannot.
 *
 * <p>Not where the application decides by {@code hibernate.jdbc.use_get_generated_keys}, nor where an entity brings its
 * own insert or update statement, to which Hibernate adds no {@code returning}.
 */
public final class RlsSessionFactoryBuilderFactory implements SessionFactoryBuilderFactory {

    /** Creates the factory; the service loader does. */
    public RlsSessionFactoryBuilderFactory() {}

    @Override
    public SessionFactoryBuilder getSessionFactoryBuilder(
            MetadataImplementor metadata, SessionFactoryBuilderImplementor defaultBuilder) {
        Map<String, Object> settings = metadata.getMetadataBuildingOptions()
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        if (Activation.isActive(settings) && readsKeysByReturning(metadata, settings)) {
            defaultBuilder.applyGetGeneratedKeysSupport(false);
        }
        return defaultBuilder;
    }

    /** Whether nothing stands against it. */
    static boolean readsKeysByReturning(Metadata metadata, Map<String, Object> settings) {
        return !settings.containsKey(JdbcSettings.USE_GET_GENERATED_KEYS)
                && metadata.getEntityBindings().stream().noneMatch(RlsSessionFactoryBuilderFactory::customSql);
    }

    private static boolean customSql(PersistentClass entity) {
        return entity.getCustomSQLInsert() != null
                || entity.getCustomSQLUpdate() != null
                || entity.getJoins().stream()
                        .anyMatch(join -> join.getCustomSQLInsert() != null || join.getCustomSQLUpdate() != null);
    }
}
