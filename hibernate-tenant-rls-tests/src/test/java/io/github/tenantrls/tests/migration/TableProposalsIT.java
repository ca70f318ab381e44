// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.MappedProposalsIT.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.ProposalOptions;
import io.github.tenantrls.migration.TableProposal;
import io.github.tenantrls.migration.TableProposals;
import io.github.tenantrls.migration.TableScope;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose the rows of a table are, by what a catalog tells. */
@ExtendWith(DatabaseExtension.class)
class TableProposalsIT {

    private final Database database;

    TableProposalsIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void what_has_the_column_is_scoped_what_it_refers_to_holds_the_tenants_and_what_refers_to_scoped_rows_follows() {
        database.sql(
                Role.OWNER,
                "create table org (id bigint primary key, name text)",
                "create table currency (code text primary key)",
                "create table account (id bigint primary key, org_id bigint not null references org,"
                        + " currency text references currency)",
                "create table payment (id bigint primary key, org_id bigint references org)",
                "create table line (id bigint, payment bigint references payment, account bigint not null references account)",
                "create table account_aud (id bigint, rev int, primary key (id, rev))",
                "create table note (id bigint)",
                "create table flyway_schema_history (id int)");
        TableProposals proposals = propose(ProposalOptions.DEFAULT);
        assertThat(reasons(proposals))
                .containsExactly(
                        "public.account SCOPED has the column org_id, -",
                        "public.account_aud SCOPED? audit of a tenant-scoped table, by its name, -",
                        "public.currency GLOBAL? tenant-scoped tables refer to it, and nothing in it leads to a tenant, -",
                        "public.flyway_schema_history GLOBAL a migration tool's own, -",
                        "public.line SCOPED refers to public.account by account, via:account",
                        "public.note SCOPED? nothing says that tenants share it, -",
                        "public.org GLOBAL holds the tenants: org_id refers to it, -",
                        "public.payment SCOPED has the column org_id, -");
        assertThat(proposals.configuration())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "column", "org_id",
                        "column_type", "bigint",
                        "tables.scoped", "public.account, public.account_aud, public.line, public.note, public.payment",
                        "tables.global", "public.currency, public.flyway_schema_history, public.org",
                        "table.public.line.fill", "via:account"));
    }

    @Test
    void a_person_goes_before_all_of_that() {
        database.sql(
                Role.OWNER,
                "create table plan (id bigint primary key, tenant_id uuid)",
                "create table price (id bigint primary key, plan bigint references plan)");
        TableProposals proposals =
                propose(new ProposalOptions(List.of("public"), null, List.of("price"), List.of("public.plan"), null));
        assertThat(reasons(proposals))
                .containsExactly("public.plan GLOBAL you said so, -", "public.price SCOPED you said so, -");
        TableProposal plan = proposals.tables().get(0);
        assertThat(reasons(proposals.with(plan.table(), TableScope.SCOPED)))
                .containsExactly("public.plan SCOPED you said so, -", "public.price SCOPED you said so, -");
    }

    @Test
    void tables_that_refer_to_each_other_in_circles_lead_nowhere() {
        database.sql(
                Role.OWNER,
                "create table team (id bigint primary key, lead bigint)",
                "create table member (id bigint primary key, team bigint not null references team)",
                "alter table team add foreign key (lead) references member",
                "create table badge (id bigint primary key, member bigint references member, part bigint references badge)",
                "create table root (id bigint primary key)",
                "create table leaf (root bigint not null references root, optional bigint references root)");
        ProposalOptions all = new ProposalOptions(
                List.of("public"), null, List.of("team", "member", "badge", "root", "leaf"), List.of(), "t1");
        assertThat(reasons(propose(all)))
                .containsExactly(
                        "public.badge SCOPED you said so, tenant:t1",
                        "public.leaf SCOPED you said so, via:root",
                        "public.member SCOPED you said so, tenant:t1",
                        "public.root SCOPED you said so, tenant:t1",
                        "public.team SCOPED you said so, tenant:t1");
    }

    @Test
    void names_that_are_not_plain_are_written_so_that_they_can_be_read_again() {
        database.sql(Role.OWNER, "create table \"Odd, \"\"name\"\"\" (tenant_id text)");
        assertThat(propose(ProposalOptions.DEFAULT).configuration())
                .containsEntry("tables.scoped", "public.\"Odd, \"\"name\"\"\"")
                .containsEntry("column_type", "text");
        assertThat(io.github.tenantrls.migration.IsolationConfig.of(
                                propose(ProposalOptions.DEFAULT).configuration(), "test")
                        .scoped())
                .singleElement()
                .satisfies(table -> assertThat(table.name()).isEqualTo("Odd, \"name\""));
    }

    @Test
    void partitions_and_tables_of_extensions_are_not_proposed() {
        database.sql(
                Role.OWNER,
                "create table event (tenant_id uuid, day date) partition by range (day)",
                "create table event_1 partition of event default");
        assertThat(reasons(propose(ProposalOptions.DEFAULT)))
                .containsExactly("public.event SCOPED has the column tenant_id, -");
    }

    @Test
    void a_table_that_is_not_there_is_refused_with_the_one_that_was_meant() {
        database.sql(Role.OWNER, "create table \"Project\" (id int)", "create table task (id int)");
        refused(
                "Projects",
                "There is no table public.projects, but there is public.\"Project\"; write names as in SQL,"
                        + " with the schema, and in quotes if they are not in lower case");
        refused(
                "nothing",
                "There is no table public.nothing; write names as in SQL,"
                        + " with the schema, and in quotes if they are not in lower case");
    }

    @Test
    void a_schema_without_tables_is_refused() {
        refused(
                null,
                "There are no tables in the schema public that this role can see; name another schema, or connect as"
                        + " the owner of the tables");
    }

    private void refused(@Nullable String table, String message) {
        ProposalOptions options = table == null
                ? ProposalOptions.DEFAULT
                : new ProposalOptions(List.of("public"), null, List.of(table), List.of(), null);
        assertThatThrownBy(() -> propose(options))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage(message);
    }

    private TableProposals propose(ProposalOptions options) {
        try (Connection connection = database.connection(Role.OWNER)) {
            return TableProposals.ofDatabase(connection, options);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
