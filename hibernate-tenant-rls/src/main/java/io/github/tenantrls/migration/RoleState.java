// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.SQLException;
import java.util.List;

/**
 * What a role is. Immutable.
 *
 * @param name its name
 * @param exists whether there is one
 * @param login whether it can log in
 * @param superuser whether it is a superuser
 * @param bypassRls whether no policy applies to it
 * @param inherits whether it inherits from roles that it is a member of, if the membership says nothing else
 * @param memberOf what it is a member of
 */
record RoleState(
        String name,
        boolean exists,
        boolean login,
        boolean superuser,
        boolean bypassRls,
        boolean inherits,
        List<String> memberOf) {

    private static final String QUERY = """
            select r.rolcanlogin, r.rolsuper, r.rolbypassrls, r.rolinherit,
                   array(select pg_catalog.pg_get_userbyid(m.roleid)::pg_catalog.text
                           from pg_catalog.pg_auth_members m where m.member = r.oid order by 1)
              from pg_catalog.pg_roles r where r.rolname = ?""";

    static RoleState read(PlanCatalog catalog, String name) throws SQLException {
        return catalog.first(
                        QUERY,
                        row -> new RoleState(
                                name,
                                true,
                                row.getBoolean(1),
                                row.getBoolean(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                PlanCatalog.texts(row, 5)),
                        name)
                .orElse(new RoleState(name, false, false, false, false, true, List.of()));
    }
}
