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
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
        Shop.undo(database, plan);
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
}
