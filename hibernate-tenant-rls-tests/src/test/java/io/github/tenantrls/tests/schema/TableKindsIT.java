// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of table gets its policy, and the policy isolates. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableKindsIT {

    private final Database database;
    private SessionFactory factory;

    TableKindsIT(Database database) {
        this.database = database;
        this.factory = Factories.on(database, Kinds.ALL).createSchema().open();
    }

    @BeforeAll
    void each_tenant_has_a_row_in_every_table() {
        for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C)) {
            TenantContext.runAs(
                    tenant,
                    () -> factory.inTransaction(session -> {
                        Kinds.Member member = new Kinds.Member();
                        member.name = tenant.toString();
                        Kinds.Project project = new Kinds.Project();
                        project.name = tenant.toString();
                        project.details = "details";
                        project.tags.add("tag");
                        project.prices.put("day", 1);
                        project.members.add(member);
                        Kinds.Label label = new Kinds.Label();
                        project.labels.add(label);
                        Kinds.Note note = new Kinds.Note();
                        note.project = project;
                        Kinds.Letter letter = new Kinds.Letter();
                        letter.stamps.add("stamp");
                        Kinds.ScopedJoined joined = new Kinds.ScopedJoined();
                        joined.tags.add("tag");
                        AuditedKinds.Contract contract = new AuditedKinds.Contract();
                        contract.secret = "secret";
                        contract.terms.add("term");
                        contract.parties.add("party");
                        contract.address.lines.add("line");
                        AuditedKinds.Clause clause = new AuditedKinds.Clause();
                        contract.clauses.add(clause);
                        contract.former.add(clause);
                        Stream.of(member, label, project, note, letter, joined, clause, contract)
                                .forEach(session::persist);
                        Stream.of(
                                        new Kinds.Cat(),
                                        new Kinds.Dog(),
                                        new Kinds.Circle(),
                                        new Kinds.Square(),
                                        new Kinds.Document())
                                .forEach(session::persist);
                    }));
        }
    }

    @AfterAll
    void close() {
        factory.close();
    }

    static List<String> tables() {
        return Kinds.TABLES;
    }

    @Test
    void exactly_the_tables_of_tenant_scoped_entities_are_protected() {
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'"
                                + " and relrowsecurity and relforcerowsecurity"
                                + " and (select count(*) from pg_policy where polrelid = c.oid) = 2"
                                + " and exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id'"
                                + " and attnotnull and atthasdef)"))
                .containsExactlyInAnyOrderElementsOf(Kinds.TABLES);
    }

    @Test
    void global_tables_are_left_alone() {
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'"
                                + " and not relrowsecurity and not relforcerowsecurity"
                                + " and not exists (select from pg_policy where polrelid = c.oid)"
                                + " and not exists (select from pg_attribute where attrelid = c.oid"
                                + " and attname = 'tenant_id')"))
                .containsExactlyInAnyOrder("label", "label_member", "label_words", "plain", "revinfo");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void one_index_leads_with_the_tenant(String table) {
        assertThat(database.value(
                        Role.SUPERUSER,
                        "select count(*) from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]"
                                + " where indrelid = '" + table + "'::regclass and attname = 'tenant_id'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void each_tenant_sees_its_own_rows_alone(String table) {
        for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C)) {
            assertThat(tenants(tenant, table)).containsOnly(tenant.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothing_is_visible_without_a_tenant(String table) {
        assertThat(database.query(Role.APP, "select tenant_id from " + table)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void negative_control_without_row_security_all_tenants_are_visible(String table) {
        database.sql(Role.OWNER, "alter table " + table + " disable row level security");
        try {
            assertThat(tenants(Tenants.A, table))
                    .contains(Tenants.A.toString(), Tenants.B.toString(), Tenants.C.toString());
        } finally {
            database.sql(Role.OWNER, "alter table " + table + " enable row level security");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_later_permissive_policy_does_not_widen_the_view_of_the_runtime_role(String table) {
        database.sql(Role.OWNER, "create policy wide on " + table + " using (true)");
        try {
            assertThat(tenants(Tenants.B, table)).containsOnly(Tenants.B.toString());
        } finally {
            database.sql(Role.OWNER, "drop policy wide on " + table);
        }
    }

    private List<String> tenants(UUID tenant, String table) {
        return Jdbc.as(database, tenant, "select tenant_id from " + table);
    }
}
