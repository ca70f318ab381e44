// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each rule about policies finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class PolicyRulesIT {

    private final RuleBench bench;

    PolicyRulesIT(Database database) {
        // without the floor, or else it would hold back what a policy lets through
        bench = new RuleBench(database, Item.class).with(TenantRlsSettings.RUNTIME_ROLE, null);
    }

    @Test
    void rls015_a_policy_that_ignores_the_tenant() {
        bench.correct().rows();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.fault("create policy wide on item using (id > 0)");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS015");
        Finding finding = bench.finds("RLS015", Severity.CRITICAL, "public.item");
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }
}
