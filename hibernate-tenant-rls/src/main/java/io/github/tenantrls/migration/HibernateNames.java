// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.net.URL;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.jpa.boot.spi.PersistenceUnitDescriptor;
import org.hibernate.jpa.boot.spi.PersistenceXmlParser;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/** What lines of Hibernate have in different places or as different types, looked up so that one jar serves them all. */
final class HibernateNames {

    private static final String PARSER_OF_6 = "org.hibernate.jpa.boot.internal.PersistenceXmlParser";

    private HibernateNames() {}

    /** A table's foreign keys: the same method gives a map in Hibernate 6.6 and 7, a collection in 8. */
    static List<ForeignKey> foreignKeys(Table table) {
        Object keys = found(() -> Table.class.getMethod("getForeignKeys").invoke(table));
        Collection<?> each = keys instanceof Map<?, ?> map ? map.values() : (Collection<?>) keys;
        return each.stream().map(ForeignKey.class::cast).toList();
    }

    /**
     * Persistence units by their names.
     *
     * @param settings what Hibernate is to know when it reads them
     * @param files each a persistence.xml; Hibernate 6.6 looks for them itself
     */
    static Map<String, PersistenceUnitDescriptor> units(Map<String, Object> settings, List<URL> files) {
        return isHibernate6()
                ? unitsOf6(settings)
                : PersistenceXmlParser.create(settings).parse(files);
    }

    private static Map<String, PersistenceUnitDescriptor> unitsOf6(Map<String, Object> settings) {
        Object all = found(() -> Class.forName(PARSER_OF_6)
                .getMethod("locatePersistenceUnits", Map.class)
                .invoke(null, settings));
        Map<String, PersistenceUnitDescriptor> units = new LinkedHashMap<>();
        for (Object unit : (List<?>) all) {
            PersistenceUnitDescriptor descriptor = (PersistenceUnitDescriptor) unit;
            units.put(descriptor.getName(), descriptor);
        }
        return units;
    }

    private static boolean isHibernate6() {
        try {
            Class.forName(PARSER_OF_6);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Object found(Lookup lookup) {
        try {
            return lookup.find();
        } catch (ReflectiveOperationException e) {
            throw new TenantRlsException(
                    "This version of Hibernate keeps its mapping in a way that this library does not know ("
                            + (e.getCause() == null ? e : e.getCause())
                            + "); take one that the README names under Compatibility",
                    e);
        }
    }

    private interface Lookup {
        Object find() throws ReflectiveOperationException;
    }
}
