// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.hibernate.mapping.Table;

/** The table in which Hibernate itself (7.4 and later: {@code @Audited}, {@code @Temporal}) keeps former rows. */
final class HistoryTable {

    private HistoryTable() {}

    /**
     * The history table that belongs to a mapping. By reflection: Hibernate 7.2 has no such thing, and no method to ask.
     *
     * @param mapping an entity, a join or a collection
     */
    static Optional<Table> of(Object mapping) {
        try {
            return Optional.ofNullable(
                    (Table) mapping.getClass().getMethod("getAuxiliaryTable").invoke(mapping));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Hibernate does not tell the history table of " + mapping, e);
        }
    }
}
