// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.ProbeOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probe builds the rows that foreign keys ask for, and says why where it cannot. */
class ProbeKeysIT extends ProbedRows {

    ProbeKeysIT(Database database) {
        super(database);
    }

    @Test
    void a_key_to_another_table_of_tenants_gets_a_row_of_the_same_tenant() {
        database.sql(
                Role.OWNER,
                "alter table item add unique (tenant_id, id)",
                "alter table item_tags add foreign key (tenant_id, item_id) references item (tenant_id, id)");
        assertProved();
    }

    @Test
    void a_key_to_a_shared_table_takes_a_row_that_is_there() {
        shared("create table kind (name text primary key)", "not null references kind");
        database.sql(Role.OWNER, "insert into kind values ('known')", "revoke insert on kind from app");
        assertProved();
    }

    @Test
    void a_key_to_a_shared_table_without_rows_gets_one() {
        shared(
                "create table kind (name text primary key check (name in ('good', 'better')), other int not null)",
                "not null references kind unique");
        assertProved();
    }

    @Test
    void a_key_to_a_shared_table_without_rows_that_takes_none_is_the_reason() {
        shared("create table kind (name text primary key)", "not null references kind");
        database.sql(Role.OWNER, "revoke insert on kind from app");
        assertThat(item().outcome()).isEqualTo(ProbeOutcome.NOT_PROVABLE);
        assertThat(item().reasons()).singleElement().asString().contains("it needs a row of public.kind to refer to");
    }

    @Test
    void a_tenant_of_a_list_that_may_be_added_to() {
        database.sql(Role.OWNER, "create table tenant (id uuid primary key, name text not null unique)");
        database.sql(Role.SUPERUSER, "insert into tenant values ('" + Tenants.A + "', 'a')");
        database.sql(Role.SUPERUSER, "alter table item add foreign key (tenant_id) references tenant");
        assertProved();
    }

    @Test
    void a_tenant_of_a_list_that_may_only_be_read() {
        database.sql(Role.OWNER, "create table tenant (id uuid primary key)", "revoke insert on tenant from app");
        database.sql(
                Role.SUPERUSER,
                "insert into tenant values ('" + Tenants.A + "'), ('" + Tenants.B + "')",
                "alter table item add foreign key (tenant_id) references tenant");
        assertProved();
        database.sql(Role.SUPERUSER, "drop policy tenant_floor on item");
        database.sql(Role.SUPERUSER, "alter policy tenant_isolation on item with check (true)");
        assertThat(item().reasons())
                .containsExactly(
                        "a row can be inserted for another tenant",
                        "a row can be inserted without a tenant",
                        "a row can be moved to another tenant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table item add parent bigint not null references item",
                "alter table item add parent bigint references item",
                "create table pair_of (id bigint primary key, item bigint not null);"
                        + "alter table item add pair bigint not null references pair_of"
                        + " deferrable initially deferred;"
                        + "alter table pair_of add foreign key (item) references item"
            })
    void keys_to_itself_and_in_a_circle(String change) {
        database.sql(Role.OWNER, change);
        assertProved();
    }

    private void shared(String create, String column) {
        database.sql(Role.OWNER, create, "alter table item add kind text " + column);
    }
}
