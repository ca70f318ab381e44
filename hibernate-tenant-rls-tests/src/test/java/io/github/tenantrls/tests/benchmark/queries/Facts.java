// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What a tenant's statements are given: values that some row of the first tenant has, so that no answer is empty.
 *
 * @param tenant whose statements they are
 * @param values the values by their names
 */
record Facts(UUID tenant, Map<String, Object> values) {

    static final String PROJECT = "project";
    static final String CREATED = "created";
    static final String ID = "id";
    static final String PATTERN = "pattern";
    static final String PREFIX = "prefix";
    static final String WORD = "word";

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    /** Reads the values, as the superuser. */
    static Facts of(Database database) throws SQLException {
        try (Connection connection = database.connection(Role.SUPERUSER);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select project_id, (select max(created) from task where tenant_id = t.tenant_id),"
                                + " left(title, 3), (tsvector_to_array(words))[1] from task t where id = 1")) {
            row.next();
            Timestamp created = row.getTimestamp(2);
            String prefix = row.getString(3);
            return new Facts(
                    FIRST,
                    Map.of(
                            PROJECT,
                            row.getLong(1),
                            CREATED,
                            created,
                            ID,
                            0L,
                            PATTERN,
                            prefix + "%",
                            PREFIX,
                            prefix,
                            WORD,
                            row.getString(4)));
        }
    }

    /** The same values, asked for by another tenant, which has other rows. */
    Facts ofAnother() {
        return new Facts(SECOND, values);
    }

    Object value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
