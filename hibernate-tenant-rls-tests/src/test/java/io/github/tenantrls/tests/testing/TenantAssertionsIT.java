// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static io.github.tenantrls.testing.TenantAssertions.assertInvisibleToOthers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assertions hold on a correct schema, and fail on each hole, telling how the row was reached. */
@ExtendWith(DatabaseExtension.class)
class TenantAssertionsIT {

    private final Database database;
    private final SessionFactory factory;
    private final Order order = new Order();

    TenantAssertionsIT(Database database) {
        this.database = database;
        database.empty();
        factory = Factories.on(database, Order.class)
                .createSchema()
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
    }

    @BeforeEach
    void a_row_of_tenant_a() {
        TenantContext.runAs(Tenants.A, () -> factory.runInTransaction(em -> em.persist(order)));
    }

    @AfterEach
    void the_row_is_still_there() {
        assertThat(database.query(Role.SUPERUSER, "select item from purchase")).containsExactly("");
        factory.close();
    }

    @Test
    void a_row_that_only_its_tenant_reaches_passes() {
        assertInvisibleToOthers(factory, Tenants.A, order);
        assertInvisibleToOthers(factory, Tenants.A, Order.class, id(), Tenants.B, Tenants.C);
        assertInvisibleToOthers(factory, Tenants.A.toString(), Order.class, id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alter table purchase disable row level security | reads it by find, reads it by HQL, \
            changes it by a bulk update, deletes it by a bulk delete
            drop policy tenant_floor on purchase; drop policy tenant_isolation on purchase; \
            create policy p on purchase using (true) | reads it by find, reads it by HQL, \
            changes it by a bulk update, deletes it by a bulk delete
            drop policy tenant_floor on purchase; create policy r on purchase for select using (true) | \
            reads it by find, reads it by HQL
            drop policy tenant_floor on purchase; create policy r on purchase for select using (true); \
            create policy d on purchase for delete using (true) | \
            reads it by find, reads it by HQL, deletes it by a bulk delete
            """)
    void a_hole_fails_and_tells_how(String hole, String ways) {
        database.sql(Role.OWNER, hole);
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, Order.class, id(), Tenants.B))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The Purchase with id " + id() + " of tenant " + Tenants.A
                        + " is not isolated: tenant " + Tenants.B + " " + ways.split(", ")[0] + ", ")
                .satisfies(error -> assertThat(String.valueOf(error.getMessage())
                                .split("not isolated: ")[1]
                                .split("; see")[0]
                                .split(", "))
                        .filteredOn(way -> way.startsWith("tenant " + Tenants.B))
                        .extracting(way -> way.substring(("tenant " + Tenants.B + " ").length()))
                        .containsExactly(ways.split(", ")));
    }

    @Test
    void a_tenant_that_was_not_named_is_tried_too() {
        database.sql(Role.OWNER, "alter table purchase disable row level security");
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, order))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("reads it by find");
    }

    @Test
    void what_is_deleted_but_for_a_key_that_refers_to_it_is_reached() {
        database.sql(
                Role.SUPERUSER,
                "alter table purchase disable row level security",
                "create table line (purchase bigint references purchase)",
                "insert into line values (" + id() + ")");
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, order))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("deletes it by a bulk delete");
    }

    @Test
    void a_row_that_its_tenant_does_not_have_says_nothing() {
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, Order.class, -1L))
                .isInstanceOf(AssertionError.class)
                .hasMessage("There is no Purchase with id -1 for tenant " + Tenants.A
                        + ", so that others do not see it would say nothing; commit it for this tenant before");
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.B, order))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("There is no Purchase");
    }

    @Test
    void its_own_tenant_is_no_other() {
        assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, Order.class, id(), Tenants.A))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Long id() {
        return Objects.requireNonNull(order.id);
    }
}
