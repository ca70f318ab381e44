// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As whom and where it is planned. Immutable.
 *
 * @param role the role that the connection works as
 * @param superuser whether it may do anything
 * @param seesAll whether no policy applies to it
 * @param createRole whether it may create roles
 * @param version the version of the server, as in {@code server_version_num}
 * @param schemas the search path
 */
record PlanSession(
        String role, boolean superuser, boolean seesAll, boolean createRole, int version, List<String> schemas) {

    /** The first version whose views can work with the rights of whoever reads them. */
    static final int SECURITY_INVOKER = 150_000;

    /** The first version in which each membership says by itself whether it inherits. */
    static final int INHERIT_OPTION = 160_000;

    /** The first version in which a foreign key of a partitioned table can be added without looking at its rows. */
    static final int NOT_VALID_PARTITIONED = 180_000;

    private static final String QUERY = """
            select r.rolname, r.rolsuper, r.rolsuper or r.rolbypassrls, r.rolcreaterole or r.rolsuper,
                   pg_catalog.current_setting('server_version_num')::int,
                   pg_catalog.current_schemas(false)::pg_catalog.text[]
              from pg_catalog.pg_roles r
             where r.rolname = current_user""";

    static PlanSession read(PlanCatalog catalog) throws SQLException {
        return catalog.list(
                        QUERY,
                        row -> new PlanSession(
                                row.getString(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                row.getInt(5),
                                PlanCatalog.texts(row, 6)))
                .get(0);
    }

    /** The search path for functions: nobody's temporary objects in front. */
    String searchPath() {
        return Stream.concat(
                        Stream.concat(Stream.of("pg_catalog"), schemas.stream().map(schema -> quote(schema))),
                        Stream.of("pg_temp"))
                .collect(Collectors.joining(", "));
    }
}
