// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.ProposalOptions;
import io.github.tenantrls.migration.TableProposals;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is proposed from a mapping is what is proposed from the database that Hibernate makes of it. */
@ExtendWith(DatabaseExtension.class)
class MappedProposalsIT {

    private static final ProposalOptions CUSTOMERS =
            new ProposalOptions(List.of("public", "billing"), null, List.of("customer"), List.of(), "7");

    private final Database database;

    MappedProposalsIT(Database database) {
        this.database = database;
    }

    @Test
    void a_mapping_that_knows_nothing_of_tenants_is_followed_from_the_tables_that_are_named() {
        TableProposals proposals = TableProposals.ofUnit("shop", Map.of(), CUSTOMERS);
        assertThat(reasons(proposals))
                .containsExactly(
                        "billing.Invoice SCOPED refers to public.customer by customer_id, via:customer_id",
                        "public.Invoice_label SCOPED join table: refers to billing.Invoice by ShopInvoice_id, via:ShopInvoice_id",
                        "public.ShopInvoice_lines SCOPED refers to billing.Invoice by ShopInvoice_id, via:ShopInvoice_id",
                        "public.country GLOBAL? tenant-scoped tables refer to it, and nothing in it leads to a tenant, -",
                        "public.customer SCOPED you said so, tenant:7",
                        "public.label GLOBAL? tenant-scoped tables refer to it, and nothing in it leads to a tenant, -");
        assertThat(IsolationConfig.of(proposals.configuration(), "test").scoped())
                .hasSize(4);
    }

    @Test
    void the_database_of_that_mapping_gives_the_same_proposals() throws SQLException {
        database.sql(Role.SUPERUSER, "create schema billing authorization owner");
        Factories.on(
                        database,
                        MappedShop.Country.class,
                        MappedShop.Customer.class,
                        MappedShop.Invoice.class,
                        MappedShop.Label.class)
                .createSchema();
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThat(reasons(TableProposals.ofDatabase(connection, CUSTOMERS)))
                    .isEqualTo(reasons(TableProposals.ofUnit("shop", Map.of(), CUSTOMERS)));
        }
    }

    @Test
    void what_the_mapping_says_is_taken_over_and_needs_neither_database_nor_data_source() {
        Map<String, Object> nowhere =
                Map.of("jakarta.persistence.jtaDataSource", "java:comp/nowhere", "hibernate.hbm2ddl.auto", "create");
        assertThat(reasons(TableProposals.ofUnit("orders", nowhere, ProposalOptions.DEFAULT)))
                .containsExactly("public.item SCOPED io.github.tenantrls.tests.jta.JtaUnit$Item is @TenantScoped, -");
    }

    @Test
    void a_unit_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> TableProposals.ofUnit("shops", Map.of(), ProposalOptions.DEFAULT))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage(
                        "There is no persistence unit shops (there is bootstrap, orders, plain, quickstart, schema-generation, shop);"
                                + " name one of those, or add to the class path what has it");
    }

    static List<String> reasons(TableProposals proposals) {
        return proposals.tables().stream()
                .map(table -> table.table().displayName() + " " + table.scope() + (table.certain() ? " " : "? ")
                        + table.reason() + ", "
                        + table.fill().map(fill -> fill.text()).orElse("-"))
                .toList();
    }
}
