// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.verify.PresetFacts.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what connections of the runtime role begin with. */
final class SettingCatalog {

    /** The setting of rows, which makes the server refuse what policies would filter. */
    static final String ROW_SECURITY = "row_security";

    /** The first that is found for a setting holds: for role and database, for the role, for the database, for all. */
    private static final String SETTINGS = """
            with preset as (
              select pg_catalog.lower(pg_catalog.split_part(e.entry, '=', 1)) as name,
                     pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value, 'CATALOG' as scope,
                     r.rolname, b.datname, case when r.oid is not null then 0 else 2 end
                                         + case when b.oid is not null then 0 else 1 end as rank
                from pg_catalog.pg_db_role_setting s
               cross join pg_catalog.unnest(s.setconfig) as e (entry)
                left join pg_catalog.pg_roles r on r.oid = s.setrole
                left join pg_catalog.pg_database b on b.oid = s.setdatabase
               where (s.setrole = 0 or r.rolname = session_user)
                 and (s.setdatabase = 0 or b.datname = pg_catalog.current_database())
              union all
              select c.name, pg_catalog.current_setting(c.name, true), 'CONNECTION', null, null, 4
                from pg_catalog.unnest(array[?, 'row_security']) as c (name))
            select name, scope, rolname, datname,
                   case when name = 'row_security' then not value::boolean else value <> '' end
              from preset
             where name in (?, 'row_security')
             order by name, rank""";

    private SettingCatalog() {}

    /** All that are harmful and take effect; what a connection begins with is one of its own only if no other is. */
    static List<PresetFacts> presets(CatalogQuery catalog, String variable) throws SQLException {
        List<PresetFacts> found = new ArrayList<>();
        Set<String> decided = new HashSet<>();
        catalog.forEach(
                SETTINGS,
                row -> {
                    PresetFacts preset = preset(row);
                    boolean connection = preset.scope() == Scope.CONNECTION;
                    boolean known =
                            found.stream().anyMatch(other -> other.setting().equals(preset.setting()));
                    if (!row.getBoolean(5)) {
                        decided.add(preset.setting());
                    } else if (connection ? !known : !decided.contains(preset.setting())) {
                        found.add(preset);
                    }
                },
                variable,
                variable);
        return found;
    }

    private static PresetFacts preset(ResultSet row) throws SQLException {
        return new PresetFacts(row.getString(1), Scope.valueOf(row.getString(2)), row.getString(3), row.getString(4));
    }
}
