// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.util.Objects;

/** What is in the catalog of a database, to see whether anything was changed: a changed row has another xmin. */
final class Snapshot {

    private static final String SQL = """
            select string_agg(line, E'\\n' order by line) from (
              select format('%s %s %s %s %s', oid, xmin, relfilenode, relrowsecurity, relacl) from pg_class
               where oid > 16383
              union all select format('%s %s', oid, xmin) from pg_policy
              union all select format('%s %s %s', attrelid, attnum, xmin) from pg_attribute where attrelid > 16383
              union all select format('%s %s', oid, xmin) from pg_attrdef
              union all select format('%s %s', oid, xmin) from pg_constraint where oid > 16383
              union all select format('%s %s', indexrelid, xmin) from pg_index where indexrelid > 16383
              union all select format('%s %s', oid, xmin) from pg_namespace) as facts (line)""";

    private Snapshot() {}

    static String of(Database database) {
        return Objects.requireNonNull(database.value(Role.SUPERUSER, SQL));
    }
}
