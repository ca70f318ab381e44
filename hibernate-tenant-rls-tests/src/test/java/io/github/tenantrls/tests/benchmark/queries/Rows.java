// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.benchmark.Policies;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.util.List;

/**
 * The rows, one copy for all: tasks of projects, with remarks. Those of a tenant are spread over the whole of each table.
 *
 * <p>The policies of each contender apply to a role of its own, so that they do not add up.
 */
final class Rows {

    private static final List<String> TABLES = List.of("project", "task", "remark");

    private final Database database;
    private final int rows;
    private final int tenants;

    Rows(Database database, int rows, int tenants) {
        this.database = database;
        this.rows = rows;
        this.tenants = tenants;
    }

    /** Makes all of it. */
    void load(String hibernateCondition) {
        createTables();
        fill();
        index();
        database.sql(Role.OWNER, "grant usage on schema public to public");
        TABLES.forEach(table -> protect(table, hibernateCondition));
        database.sql(
                Role.SUPERUSER,
                "vacuum analyze",
                "create extension pg_prewarm",
                "select pg_prewarm(oid::regclass) from pg_class where relkind in ('r', 'i')"
                        + " and relnamespace = 'public'::regnamespace");
    }

    private void createTables() {
        database.sql(
                Role.OWNER,
                "create table project (id bigint not null, tenant_id uuid not null, name text not null)",
                "create table task (id bigint not null, tenant_id uuid not null, project_id bigint not null,"
                        + " title text not null, created timestamp not null, priority int not null,"
                        + " done boolean not null, words tsvector not null) with (fillfactor = 90)",
                "create table remark (id bigint not null, tenant_id uuid not null, task_id bigint not null,"
                        + " body text not null)");
    }

    private void fill() {
        int projects = Math.max(1, rows / 100 / tenants);
        database.sql(
                Role.SUPERUSER,
                "insert into project select i, " + tenantOf("i") + ", 'project ' || i from generate_series(1, "
                        + (long) projects * tenants + ") i",
                "insert into task select i, " + tenantOf("i") + ", ((i - 1) / " + tenants + " % " + projects + ") * "
                        + tenants + " + 1 + (i - 1) % " + tenants
                        + ", md5(i::text), timestamp '2026-01-01' + (h % 31536000) * interval '1 second', h % 10,"
                        + " false, array_to_tsvector(array['v' || h % 5000, 'w' || h % 499, 'x' || h % 101])"
                        + " from (select i, hashint4(i) & 2147483647 h from generate_series(1, " + rows + ") i) r",
                "insert into remark select id, tenant_id, id, 'a remark on ' || title from task where (id - 1) / "
                        + tenants + " % 10 = 0");
    }

    private String tenantOf(String id) {
        return "lpad(to_hex(1 + (" + id + " - 1) % " + tenants + "), 32, '0')::uuid";
    }

    /** What an application has that names the tenant in its statements. */
    private void index() {
        database.sql(
                Role.OWNER,
                "alter table project add primary key (id)",
                "alter table task add primary key (id)",
                "alter table remark add primary key (id)",
                "create index on task (tenant_id, created, id)",
                "create index on task (tenant_id, title text_pattern_ops)",
                "create index on task using gin (words)",
                "create index on task (tenant_id, project_id)",
                "create index on remark (tenant_id, task_id)",
                "create index on task (project_id)", // for those whose policies keep the ones above from being used
                "create index on remark (task_id)");
    }

    private void protect(String table, String hibernateCondition) {
        database.sql(Role.OWNER, Policies.ofLibrary(table).toArray(String[]::new));
        database.sql(
                Role.OWNER,
                "alter policy tenant_isolation on " + table + " to app", // the library writes it for all roles
                policy(table, Asker.NATIVE, hibernateCondition),
                policy(table, Asker.CAST, Policies.betterTenantCondition()),
                "grant select, update on " + table + " to " + Asker.EXPLICIT.role() + ", " + Asker.NATIVE.role() + ", "
                        + Asker.CAST.role());
    }

    private static String policy(String table, Asker asker, String condition) {
        return "create policy " + asker.role() + " on " + table + " to " + asker.role() + " using (" + condition
                + ") with check (" + condition + ")";
    }

    /** Creates the roles, on a server that has none of them. */
    static void createRoles(Database database) {
        for (Asker asker : List.of(Asker.EXPLICIT, Asker.NATIVE, Asker.CAST)) {
            String options = asker.equals(Asker.EXPLICIT) ? " bypassrls" : " nobypassrls";
            database.sql(
                    Role.SUPERUSER, "create role " + asker.role() + " login password '" + asker.role() + "'" + options);
        }
    }
}
