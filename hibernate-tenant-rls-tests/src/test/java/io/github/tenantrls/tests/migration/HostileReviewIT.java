// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.ScriptFormat;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile reviewer found: each case failed once. */
@ExtendWith(DatabaseExtension.class)
class HostileReviewIT {

    private final Database database;

    HostileReviewIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static IsolationConfig config(String... pairs) {
        Map<String, String> values = new TreeMap<>(Map.of("column_type", "text", "runtime_role", "app"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return IsolationConfig.of(values, "test");
    }

    private MigrationPlan run(Role role, IsolationConfig config, MigrationPhase... phases) throws SQLException {
        PlanOptions plan = phases.length == 0 ? PlanOptions.DEFAULT : new PlanOptions(Set.of(phases), false);
        try (Connection connection = database.connection(role)) {
            return new MigrationRunner(config, plan, Handmade.IMPATIENT, MigrationListener.NONE).run(connection);
        }
    }

    @Test
    void the_fill_trigger_sees_what_the_other_triggers_of_the_table_made_of_the_row() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int primary key, mail text, domain text)",
                "create function set_domain() returns trigger language plpgsql as"
                        + " $$begin new.domain := split_part(new.mail, '@', 2); return new; end$$",
                "create trigger trg_domain before insert or update on doc for each row execute function set_domain()",
                "grant all on doc to app");
        run(
                Role.OWNER,
                config("tables.scoped", "public.doc", "table.public.doc.fill", "sql:coalesce(t.domain, 'nobody')"),
                MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into doc (id, mail) values (1, 'x@a'), (2, 'x@b')");
        database.sql(Role.APP, "update doc set mail = 'x@c' where id = 2");
        assertThat(database.query(Role.OWNER, "select id || ' ' || tenant_id from doc order by id"))
                .containsExactly("1 a", "2 c");
    }

    @Test
    void the_fill_trigger_follows_a_key_that_another_trigger_changes() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table box (id int primary key, owner text)",
                "insert into box values (1, 'a'), (2, 'b')",
                "create table thing (id int primary key, wish int, box_id int not null references box)",
                "create function put() returns trigger language plpgsql as $$begin new.box_id := new.wish; return new; end$$",
                "create trigger put before insert or update on thing for each row execute function put()",
                "grant all on box, thing to app");
        run(
                Role.OWNER,
                config(
                        "tables.scoped", "public.box, public.thing",
                        "composite_foreign_keys", "false",
                        "table.public.box.fill", "sql:t.owner",
                        "table.public.thing.fill", "via:box_id"),
                MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into thing (id, wish) values (1, 1)", "update thing set wish = 2");
        assertThat(database.value(Role.OWNER, "select tenant_id from thing")).isEqualTo("b");
    }

    @Test
    void the_fill_trigger_knows_generated_columns() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int primary key, mail text,"
                        + " \"do main\" text generated always as (split_part(mail, '@', 2)) stored)",
                "insert into doc values (1, 'x@a')",
                "grant all on doc to app");
        run(
                Role.OWNER,
                config(
                        "tables.scoped", "public.doc",
                        "table.public.doc.fill", "sql:coalesce(t.\"do main\", 'nobody')"),
                MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into doc (id, mail) values (2, 'x@b')");
        database.sql(
                Role.APP, "insert into doc (id, mail) values (3, 'x@b')", "update doc set mail = 'x@c' where id = 3");
        assertThat(database.query(Role.OWNER, "select id || ' ' || tenant_id from doc order by id"))
                .containsExactly("1 a", "2 b", "3 c");
    }

    @Test
    void another_source_of_tenants_takes_the_place_of_the_one_of_a_run_that_broke_off() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int primary key, a text, b text)",
                "insert into doc select n, 'wrong', 'right' from generate_series(1, 30) n",
                "grant all on doc to app");
        IsolationConfig wrong =
                config("tables.scoped", "public.doc", "table.public.doc.fill", "sql:nullif(t.a, 'wrong')");
        assertThatThrownBy(() -> run(Role.OWNER, wrong, MigrationPhase.PREPARE))
                .hasMessageContaining("30 rows of public.doc have got no tenant");
        IsolationConfig corrected = config("tables.scoped", "public.doc", "table.public.doc.fill", "sql:t.b");
        run(Role.OWNER, corrected, MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into doc values (31, 'wrong as before', 'right')");
        assertThat(database.query(Role.OWNER, "select distinct tenant_id from doc"))
                .containsExactly("right");
    }

    @Test
    void a_parent_cannot_leave_its_rows_behind_with_another_tenant() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table org (id int primary key, owner text)",
                "create table project (id int primary key, org_id int not null references org)",
                "create table task (id int primary key, project_id int not null references project)",
                "insert into org values (1, 'a'), (2, 'b')",
                "insert into project values (1, 1)",
                "insert into task values (1, 1)",
                "grant all on org, project, task to app");
        IsolationConfig config = config(
                "tables.scoped", "public.org, public.project, public.task",
                "table.public.org.fill", "sql:t.owner",
                "table.public.project.fill", "via:org_id",
                "table.public.task.fill", "via:project_id");
        run(Role.OWNER, config, MigrationPhase.PREPARE);
        assertThatThrownBy(() -> database.sql(Role.APP, "update project set org_id = 2"))
                .hasMessageContaining("violates foreign key constraint \"task_project_id_fkey\"");
        run(Role.OWNER, config);
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select p.tenant_id || t.tenant_id from task t join project p on p.id = t.project_id"))
                .containsExactly("aa");
    }

    @Test
    void a_name_in_a_key_is_not_run() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table victim (id int)",
                "create table box (id int primary key)",
                "create table thing (id int primary key,"
                        + " \"x references box;drop/**/table/**/if/**/exists/**/victim;--\" int references box)");
        run(Role.OWNER, config("tables.scoped", "public.box, public.thing"));
        assertThat(database.value(Role.OWNER, "select to_regclass('victim')")).isEqualTo("victim");
    }

    @Test
    void a_table_with_rows_is_not_locked_while_they_are_looked_at() throws SQLException {
        database.sql(
                Role.OWNER, "create table doc (id int primary key, tenant_id text)", "insert into doc values (1, 'a')");
        MigrationPlan plan = run(Role.OWNER, config("tables.scoped", "public.doc"));
        assertThat(plan.steps().stream().map(MigrationStep::statements).flatMap(List::stream))
                .anyMatch(sql -> sql.contains("validate constraint"));
    }

    @Test
    void an_expression_may_read_a_table_whose_name_comes_later() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table z_order (id int primary key, owner text)",
                "create table a_line (id int primary key, order_id int not null)",
                "insert into z_order values (1, 'a')",
                "insert into a_line values (1, 1)");
        run(
                Role.OWNER,
                config(
                        "tables.scoped", "public.a_line, public.z_order",
                        "table.public.z_order.fill", "sql:t.owner",
                        "table.public.a_line.fill",
                                "sql:(select o.tenant_id from public.z_order o where o.id = t.order_id)"));
        assertThat(database.value(Role.SUPERUSER, "select tenant_id from a_line"))
                .isEqualTo("a");
    }

    @Test
    void the_undo_gives_no_more_of_a_membership_than_there_was() throws SQLException {
        database.sql(Role.OWNER, "create table doc (id int primary key)");
        database.sql(Role.SUPERUSER, "grant owner to app with inherit false, set false");
        String memberships = "select inherit_option || ' ' || set_option || ' ' || admin_option from pg_auth_members"
                + " where roleid = 'owner'::regrole and member = 'app'::regrole";
        try {
            assertThat(database.value(Role.SUPERUSER, memberships)).isEqualTo("false false false");
            MigrationPlan plan = run(Role.SUPERUSER, config("tables.scoped", "public.doc"));
            assertThat(database.query(Role.SUPERUSER, memberships)).isEmpty();
            plan.steps().stream()
                    .filter(step -> step.statements().get(0).startsWith("revoke"))
                    .flatMap(step -> step.undo().stream())
                    .forEach(sql -> database.sql(Role.SUPERUSER, sql));
            assertThat(database.value(Role.SUPERUSER, memberships)).isEqualTo("false false false");
        } finally {
            database.sql(Role.SUPERUSER, "revoke owner from app");
        }
    }

    @Test
    void the_undo_leaves_the_grants_of_columns() throws SQLException {
        database.sql(Role.OWNER, "create table doc (id int primary key, secret text)");
        database.sql(Role.OWNER, "revoke all on doc from app", "grant select (id), update (id) on doc to app");
        List<String> before = List.copyOf(
                database.query(
                        Role.SUPERUSER,
                        "select attname || attacl::text from pg_attribute where attrelid = 'doc'::regclass and attacl is not null"));
        MigrationPlan plan = run(Role.OWNER, config("tables.scoped", "public.doc"));
        OldShop.undo(database, plan);
        assertThat(
                        database.query(
                                Role.SUPERUSER,
                                "select attname || attacl::text from pg_attribute where attrelid = 'doc'::regclass and attacl is not null"))
                .isEqualTo(before);
    }

    @Test
    void rows_that_are_inserted_between_the_phases_are_filled_though_the_column_had_the_default_already()
            throws SQLException {
        database.sql(
                Role.OWNER,
                "create table box (id int primary key, tenant_id text default nullif(current_setting('app.current_tenant', true), ''))",
                "create table thing (id int primary key, box_id int not null references box,"
                        + " tenant_id text default nullif(current_setting('app.current_tenant', true), ''))",
                "insert into box values (1)",
                "insert into thing values (1, 1)",
                "grant all on box, thing to app");
        IsolationConfig config = config(
                "tables.scoped", "public.box, public.thing",
                "table.public.box.fill", "tenant:a",
                "table.public.thing.fill", "via:box_id");
        run(Role.OWNER, config, MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into box (id) values (2)", "insert into thing (id, box_id) values (2, 2)");
        run(Role.OWNER, config);
        assertThat(run(Role.OWNER, config).steps()).isEmpty();
    }

    @Test
    void the_function_that_fills_tenants_cannot_be_put_on_tables_of_others_to_spy() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table box (id int primary key, owner text)",
                "insert into box values (1, 'a'), (2, 'b')",
                "create table thing (id int primary key, box_id int references box)");
        run(Role.OWNER, config("tables.scoped", "public.box", "table.public.box.fill", "sql:t.owner"));
        run(
                Role.OWNER,
                config("tables.scoped", "public.box, public.thing", "table.public.thing.fill", "via:box_id"),
                MigrationPhase.PREPARE);
        assertThatThrownBy(() -> database.sql(
                        Role.APP,
                        "set app.current_tenant = 'a'; create temp table spy (box_id int, tenant_id text);"
                                + " create trigger spy before insert on spy for each row"
                                + " execute function public.tenant_fill_thing()"))
                .hasMessageContaining("permission denied for function");
        database.sql(Role.APP, "insert into thing values (1, 2)");
        assertThat(database.value(Role.SUPERUSER, "select tenant_id from thing"))
                .isEqualTo("b");
    }

    @Test
    void a_key_that_tells_the_rows_of_a_replica_apart_is_left() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int primary key, mail text not null unique)",
                "alter table doc replica identity using index doc_mail_key");
        run(
                Role.OWNER,
                config(
                        "tables.scoped", "public.doc",
                        "composite_unique_keys", "true",
                        "table.public.doc.fill", "tenant:a"));
        assertThat(database.query(
                        Role.SUPERUSER, "select indexrelid::regclass::text from pg_index where indisreplident"))
                .containsExactly("doc_mail_key");
    }

    @Test
    void a_child_keeps_its_own_default_between_the_phases_and_gets_it_back() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int, tenant_id text)",
                "create table heir () inherits (doc)",
                "alter table heir alter tenant_id set default 'b'",
                "insert into doc values (1, null)",
                "grant all on doc, heir to app");
        List<String> before = Catalogs.of(database);
        IsolationConfig config = config("tables.scoped", "public.doc", "table.public.doc.fill", "tenant:a");
        MigrationPlan prepared = run(Role.OWNER, config, MigrationPhase.PREPARE);
        database.sql(Role.APP, "insert into heir (id) values (2)", "insert into doc (id) values (3)");
        assertThat(database.query(Role.OWNER, "select id || tenant_id from doc order by id"))
                .containsExactly("1a", "2b", "3a");
        MigrationPlan enforced = run(Role.OWNER, config);
        assertThat(run(Role.OWNER, config).steps()).isEmpty();
        OldShop.undo(database, enforced);
        OldShop.undo(database, prepared);
        assertThat(Catalogs.of(database)).isEqualTo(before);
    }

    @Test
    void a_constraint_of_others_that_has_the_name_of_ours_is_not_taken_for_it() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table doc (id int primary key, owner text, tenant_id text,"
                        + " constraint tenant_not_null check (owner is not null))",
                "insert into doc values (1, 'a')");
        IsolationConfig config = config("tables.scoped", "public.doc", "table.public.doc.fill", "sql:t.owner");
        assertThatThrownBy(() -> run(Role.OWNER, config))
                .hasMessageContaining("constraint \"tenant_not_null\" for relation \"doc\" already exists");
        database.sql(Role.OWNER, "alter table doc rename constraint tenant_not_null to mine");
        run(Role.OWNER, config);
        assertThat(
                        database.query(
                                Role.SUPERUSER,
                                "select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'doc'::regclass and contype = 'c'"))
                .containsExactly("CHECK ((owner IS NOT NULL))");
    }

    @Test
    void no_function_of_others_is_called_by_the_policies_whatever_the_search_path() throws SQLException {
        database.sql(Role.SUPERUSER, "alter role owner set search_path = public, pg_catalog");
        try {
            database.sql(
                    Role.OWNER,
                    "create function public.current_setting(text, boolean) returns text language sql as $$select 'b'::text$$",
                    "create table doc (id int primary key, tenant_id text)",
                    "insert into doc values (1, 'a'), (2, 'b')");
            run(Role.OWNER, config("tables.scoped", "public.doc"));
            assertThat(run(Role.OWNER, config("tables.scoped", "public.doc")).steps())
                    .isEmpty();
            assertThat(database.query(Role.APP, "select id from doc")).isEmpty();
        } finally {
            database.sql(Role.SUPERUSER, "alter role owner reset search_path");
        }
    }

    @Test
    void the_undo_makes_the_index_of_a_partitioned_table_in_its_partitions_too() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table event (id int, at int, owner text) partition by range (at)",
                "create table event_1 partition of event for values from (0) to (10) partition by list (id)",
                "create table event_1_all partition of event_1 default",
                "create table event_rest partition of event default",
                "create unique index \"x ON ONLY y\" on event (at, id)");
        List<String> before = Catalogs.of(database);
        MigrationPlan plan = run(Role.OWNER, config("tables.scoped", "public.event", "composite_unique_keys", "true"));
        assertThat(Catalogs.of(database)).isNotEqualTo(before);
        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x{update}", "{pages}{name}", "b\\'$tenant_rls$", "%I", "dot.ted"})
    void a_name_in_the_block_of_a_script_is_a_name(String name) throws SQLException {
        String table = "public.\"" + name + "\"";
        database.sql(
                Role.OWNER, "create table " + table + " (owner text)", "insert into " + table + " values ('a'), ('b')");
        IsolationConfig config = config("tables.scoped", table, "table." + table + ".fill", "sql:t.owner");
        String script = MigrationScript.files(
                        OldShop.plan(database, config, PlanOptions.DEFAULT), ScriptFormat.SQL, Path.of("nowhere"))
                .get(0)
                .text();
        database.sql(Role.OWNER, "alter table " + table + " add tenant_id text");
        database.sql(
                Role.OWNER, script.substring(script.indexOf("do $"), script.indexOf("\n-- ", script.indexOf("do $"))));
        assertThat(database.query(Role.OWNER, "select tenant_id from " + table + " order by 1"))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://u:s3?cret@localhost:5432/db",
                "jdbc:postgresql://u:s3/cret@localhost:5432/db",
                "jdbc:postgresql://one,u:s3/cret@two/db"
            })
    void a_url_that_the_driver_would_log_with_its_password_is_refused_before(String url) {
        assertThatThrownBy(() -> IsolationConfig.of(Map.of("url", url), "test"))
                .hasMessageContaining("url is not the JDBC URL of a PostgreSQL database")
                .hasMessageNotContaining("s3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:db",
                "jdbc:postgresql://localhost/db?ApplicationName=me@here",
                "jdbc:postgresql://[::1]:5432,two:5433/db",
                "jdbc:postgresql:///db"
            })
    void a_url_that_the_driver_takes_is_taken(String url) {
        assertThat(IsolationConfig.of(Map.of("url", url), "test").get("url")).contains(url);
    }
}
