// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Warnings;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** What the probe finds when it is set to run at the start. */
class ProbeAtStartIT extends ProbedItem {

    ProbeAtStartIT(Database database) {
        super(database);
    }

    @Test
    void the_start_is_refused_by_what_crosses_if_so_set() {
        hole();
        String accepted = rulesThatFindIt();
        Factories probing = factories().with(TenantRlsSettings.VERIFICATION_PROBE, "true");
        assertThatThrownBy(() -> probing.with(TenantRlsSettings.VERIFICATION, "fail")
                        .with(TenantRlsSettings.VERIFICATION_IGNORE, accepted + ",PROBE:public.item_tags")
                        .open()
                        .close())
                .rootCause()
                .isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("Persistence unit tests: the start is refused")
                .hasMessageContaining("\n  public.item: refuted, because ")
                .hasMessageContaining("\n  public.item_tags: proved");
        probing.with(TenantRlsSettings.VERIFICATION_IGNORE, accepted + ",PROBE:public.item")
                .open()
                .close();
        database.sql(Role.SUPERUSER, "drop policy more on item");
        probing.with(TenantRlsSettings.VERIFICATION_IGNORE, accepted).open().close();
    }

    @Test
    void the_start_warns_of_what_crosses_if_so_set() {
        hole();
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = factories()
                        .with(TenantRlsSettings.VERIFICATION_PROBE, "true")
                        .with(TenantRlsSettings.VERIFICATION, "warn")
                        .open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages())
                    .anyMatch(message ->
                            message.startsWith("Persistence unit tests: PROBE crossed (critical) public.item:"
                                    + " an attempt to cross from tenant to tenant succeeded: "));
        }
    }

    /** So that it is the probe alone that refuses. */
    private String rulesThatFindIt() {
        try (SessionFactory factory = factories().open()) {
            return RlsVerifier.of(factory).verify().findings().stream()
                    .map(Finding::rule)
                    .distinct()
                    .collect(Collectors.joining(","));
        }
    }

    /** It uses the tenant column, and says nothing about it. */
    private void hole() {
        database.sql(
                Role.SUPERUSER,
                "drop policy tenant_floor on item",
                "create policy more on item using (tenant_id = tenant_id)");
    }
}
