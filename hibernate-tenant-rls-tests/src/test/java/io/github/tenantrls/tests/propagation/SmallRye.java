// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import io.smallrye.context.SmallRyeManagedExecutor;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.context.ThreadContext;

/** SmallRye's implementation of MicroProfile Context Propagation, with its defaults. */
final class SmallRye {

    private SmallRye() {}

    static ThreadContext threadContext() {
        return ThreadContext.builder().build();
    }

    static ExecutorService managedExecutor(ExecutorService pool) {
        return SmallRyeManagedExecutor.builder().withExecutorService(pool).build();
    }
}
