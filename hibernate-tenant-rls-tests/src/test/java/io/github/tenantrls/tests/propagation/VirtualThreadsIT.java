// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.propagation.TenantExecutors;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/** A virtual thread for each task; see {@link Carrier#VIRTUAL_THREAD} for a pool of virtual threads. */
@ExtendWith(DatabaseExtension.class)
@EnabledForJreRange(
        min = JRE.JAVA_21,
        disabledReason = "there are no virtual threads; NewerJavaIT runs this on a newer one")
class VirtualThreadsIT {

    @Test
    void many_tasks_of_three_tenants_each_see_their_own_rows(Database database) throws Exception {
        try (Rows rows = Rows.in(database)) {
            ExecutorService threads = VirtualThreads.perTask();
            ExecutorService carrying = TenantExecutors.wrap(threads);
            List<UUID> tenants = List.of(A, B, C);
            List<Future<List<String>>> seen = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                seen.add(TenantContext.callAs(tenants.get(i % 3), () -> carrying.submit(rows::read)));
            }
            for (int i = 0; i < 150; i++) {
                assertThat(seen.get(i).get()).containsExactly(Rows.name(tenants.get(i % 3)));
            }
            Future<List<String>> plain = TenantContext.callAs(A, () -> threads.submit(rows::read));
            assertThatThrownBy(plain::get).hasCauseInstanceOf(MissingTenantException.class);
            ((AutoCloseable) carrying).close();
            assertThat(threads.isTerminated()).isTrue();
        }
    }
}
