// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.hibernate.service.ServiceRegistry;

/** The tables in which an audit by Envers keeps the rows of entities. */
interface AuditTables {

    /** Nothing is audited. */
    AuditTables NONE = new AuditTables() {
        @Override
        public Stream<Table> ofRows(PersistentClass entity) {
            return Stream.empty();
        }

        @Override
        public Stream<Table> ofCollection(Collection collection) {
            return Stream.empty();
        }
    };

    /** The tables for what the entity adds to the rows of its superclasses. */
    Stream<Table> ofRows(PersistentClass entity);

    /** The tables for the rows of a collection, seen from the side that owns it. */
    Stream<Table> ofCollection(Collection collection);

    /** What is audited in a mapping: nothing unless Envers is on the class path and in use. */
    static AuditTables of(Metadata metadata) {
        ServiceRegistry services =
                ((MetadataImplementor) metadata).getMetadataBuildingOptions().getServiceRegistry();
        return onClassPath() ? EnversTables.of(metadata, services) : NONE;
    }

    private static boolean onClassPath() {
        try {
            Class.forName(
                    "org.hibernate.envers.boot.internal.EnversService", false, AuditTables.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
