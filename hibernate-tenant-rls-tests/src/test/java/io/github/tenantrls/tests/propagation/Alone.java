// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMdc;
import io.github.tenantrls.propagation.TenantExecutors;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;

/** What an application without any framework does; loaded by a class loader of its own. */
public final class Alone implements Callable<String> {

    /** For the class loader. */
    public Alone() {}

    @Override
    public String call() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        TenantMdc.enable();
        try {
            Object carried = TenantContext.callAs(
                    "acme",
                    () -> TenantExecutors.wrap(pool)
                            .submit(TenantContext::required)
                            .get());
            Object logged = TenantContext.callAsSystem("a test", () -> MDC.get(TenantMdc.KEY));
            return carried + " in the pool, " + logged + " in the log";
        } finally {
            TenantMdc.disable();
            pool.shutdownNow();
        }
    }
}
