// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A schema that knows nothing of tenants, with the rows of three of them and of nobody in particular, and its isolation. */
final class OldShop {

    static final String A = "aaaaaaaa-0000-4000-8000-00000000000a";
    static final String B = "bbbbbbbb-0000-4000-8000-00000000000b";
    static final String C = "cccccccc-0000-4000-8000-00000000000c";
    static final String NOBODY = "dddddddd-0000-4000-8000-00000000000d";

    static final String WEIRD = "we\"ird Name";
    static final String LONG = "a".repeat(63);

    /** {@code customer} tells by its region which tenant it is of; the other tables tell by whom they refer to. */
    private static final List<String> TABLES = List.of(
            "create schema \"Sales\"",
            "create table country (code text primary key, name text not null)",
            "create table customer (id bigint generated always as identity primary key, region text not null,"
                    + " email text not null unique, country text references country)",
            "create table \"order\" (id serial primary key, customer_id bigint not null references customer on delete cascade,"
                    + " number text not null, code uuid default gen_random_uuid() unique)",
            "create unique index order_number on \"order\" (lower(number)) where number <> ''",
            "create table order_line (order_id int not null references \"order\", line int not null, text text,"
                    + " primary key (order_id, line))",
            "create table line_note (id bigint primary key, order_id int, line int, note text,"
                    + " constraint \"a key\" foreign key (order_id, line) references order_line deferrable initially deferred)",
            "create table tag (id bigint primary key, customer_id bigint not null references customer, label text)",
            "create table order_tag (order_id int references \"order\", tag_id bigint references tag,"
                    + " primary key (order_id, tag_id))",
            "create table event (id bigint not null, at date not null, customer_id bigint not null references customer,"
                    + " primary key (id, at)) partition by range (at)",
            "create table event_2025 partition of event for values from ('2025-01-01') to ('2026-01-01')",
            "create table event_2026 partition of event for values from ('2026-01-01') to ('2027-01-01')",
            "create table \"Sales\".\"we\"\"ird Name\" (\"select\" bigint primary key, \"o\"\"id\" int not null"
                    + " references public.\"order\")",
            "create table " + LONG + " (id bigint primary key)",
            "create view customer_view as select id, email from customer",
            "create view outer_view as select * from customer_view");

    private static final List<String> ROWS = List.of(
            "insert into country values ('at', 'Austria'), ('fr', 'France')",
            "insert into customer (region, email, country) values ('a', 'a1', 'at'), ('a', 'a2', 'fr'), ('b', 'b1', 'at'),"
                    + " ('c', 'c1', null), ('?', 'nobody', null)",
            "insert into \"order\" (customer_id, number) select c.id, 'n' || c.id || '-' || n from customer c, generate_series(1, 3) n",
            "insert into order_line select o.id, n, 'l' from \"order\" o, generate_series(1, 2) n",
            "insert into line_note select row_number() over (), order_id, line, 'note' from order_line",
            "insert into tag select row_number() over (), id, 't' from customer",
            "insert into order_tag select o.id, t.id from \"order\" o join tag t using (customer_id)",
            "insert into event select id, '2025-06-01', id from customer",
            "insert into event select id, '2026-06-01', id from customer",
            "insert into \"Sales\".\"we\"\"ird Name\" select id, id from \"order\"");

    private OldShop() {}

    /** Makes the tables and rows in an empty database. */
    static void create(Database database) {
        database.sql(Role.SUPERUSER, "drop schema if exists \"Sales\" cascade");
        database.empty();
        database.sql(
                Role.OWNER,
                "alter default privileges in schema public revoke all on tables from app, system, switching",
                "alter default privileges in schema public revoke all on sequences from app, system, switching",
                "revoke usage on schema public from app, system, switching");
        database.sql(Role.SUPERUSER, "grant create on database " + database.name() + " to owner");
        database.sql(Role.OWNER, TABLES.toArray(String[]::new));
        database.sql(Role.OWNER, ROWS.toArray(String[]::new));
    }

    /** How it is isolated. */
    static IsolationConfig config() {
        Map<String, String> values = new TreeMap<>();
        values.put(
                "tables.scoped",
                "public.customer, public.\"order\", public.order_line, public.line_note, public.tag, public.order_tag,"
                        + " public.event, \"Sales\".\"we\"\"ird Name\", public." + LONG);
        values.put("tables.global", "public.country");
        values.put("runtime_role", "app");
        values.put("system_role", "system");
        values.put(
                "table.public.customer.fill",
                "sql:case t.region when 'a' then '" + A + "'::uuid when 'b' then '" + B + "' when 'c' then '" + C
                        + "' else '" + NOBODY + "' end");
        values.put("table.public.\"order\".fill", "via:customer_id");
        values.put("table.public.order_line.fill", "via:order_id");
        values.put("table.public.line_note.fill", "via:line");
        values.put("table.public.tag.fill", "via:customer_id");
        values.put("table.public.order_tag.fill", "via:tag_id");
        values.put("table.public.event.fill", "via:customer_id");
        values.put("table.\"Sales\".\"we\"\"ird Name\".fill", "via:o\"id");
        return IsolationConfig.of(values, "test");
    }

    static MigrationPlan plan(Database database, IsolationConfig config, PlanOptions options) throws SQLException {
        return plan(database, Role.OWNER, config, options);
    }

    static MigrationPlan plan(Database database, Role role, IsolationConfig config, PlanOptions options)
            throws SQLException {
        try (Connection connection = database.connection(role)) {
            return MigrationPlan.of(connection, config, options);
        }
    }

    /** Takes the steps in the simplest way. */
    static void apply(Database database, MigrationPlan plan) throws SQLException {
        apply(database, Role.OWNER, plan);
    }

    static void apply(Database database, Role role, MigrationPlan plan) throws SQLException {
        for (MigrationStep step : plan.steps()) {
            run(database, role, step.statements(), step.transactional());
        }
    }

    /** Takes the steps back. */
    static void undo(Database database, MigrationPlan plan) throws SQLException {
        undo(database, Role.OWNER, plan);
    }

    static void undo(Database database, Role role, MigrationPlan plan) throws SQLException {
        List<MigrationStep> steps = new ArrayList<>(plan.steps());
        Collections.reverse(steps);
        for (MigrationStep step : steps) {
            run(database, role, step.undo(), step.transactional());
        }
    }

    /** Each row has the tenant of the customer that it comes from. */
    static void assertRightTenants(Database database) {
        Map<String, String> customers = new TreeMap<>();
        customers.put("customer", "select tenant_id, id from customer");
        customers.put("order", "select tenant_id, customer_id from \"order\"");
        customers.put(
                "order_line",
                "select l.tenant_id, o.customer_id from order_line l join \"order\" o on o.id = l.order_id");
        customers.put(
                "line_note",
                "select l.tenant_id, o.customer_id from line_note l join \"order\" o on o.id = l.order_id");
        customers.put("tag", "select tenant_id, customer_id from tag");
        customers.put(
                "order_tag",
                "select l.tenant_id, o.customer_id from order_tag l join \"order\" o on o.id = l.order_id");
        customers.put("event", "select tenant_id, customer_id from event");
        customers.put(
                "weird",
                "select w.tenant_id, o.customer_id from \"Sales\".\"we\"\"ird Name\" w join \"order\" o on o.id = w.\"o\"\"id\"");
        customers.forEach((table, rows) -> assertThat(database.query(
                        Role.SUPERUSER,
                        "select count(*) || ' ' || count(*) filter (where r.t = case c.region when 'a' then '" + A
                                + "'::uuid when 'b' then '" + B + "' when 'c' then '" + C + "' else '" + NOBODY
                                + "' end) || ' ' || count(distinct r.t) from (" + rows
                                + ") as r (t, c) join customer c on c.id = r.c"))
                .as(table)
                .singleElement()
                .asString()
                .matches("([1-9][0-9]*) \\1 4"));
    }

    /** A deadlock with an application is tried again. */
    private static void run(Database database, Role role, List<String> statements, boolean transactional)
            throws SQLException {
        try (Connection connection = database.connection(role);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(!transactional);
            while (!succeeds(connection, statement, statements)) {
                connection.rollback();
            }
        }
    }

    private static boolean succeeds(Connection connection, Statement statement, List<String> statements)
            throws SQLException {
        String at = "";
        try {
            for (String sql : statements) {
                at = sql;
                statement.execute(sql);
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return true;
        } catch (SQLException e) {
            if ("40P01".equals(e.getSQLState()) && !connection.getAutoCommit()) {
                return false;
            }
            throw new SQLException(at + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }
}
