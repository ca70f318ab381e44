// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;

/**
 * Whose a table is.
 *
 * @param schema its schema
 * @param name its name
 * @param owner the role that owns it
 * @param otherOwners who might own it: the owners of its schema and of the database
 * @param serials the sequences of its serial columns, as they stand in SQL; they change owners with the table
 */
record OwnerFacts(String schema, String name, String owner, List<String> otherOwners, List<String> serials) {

    String subject() {
        return schema + "." + name;
    }

    String sqlName() {
        return SqlName.quote(schema) + "." + SqlName.quote(name);
    }
}
