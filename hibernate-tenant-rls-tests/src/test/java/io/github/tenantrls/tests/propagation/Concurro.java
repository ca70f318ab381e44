// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.glassfish.concurro.AbstractManagedExecutorService.RejectPolicy;
import org.glassfish.concurro.ContextServiceImpl;
import org.glassfish.concurro.ManagedExecutorServiceImpl;
import org.glassfish.concurro.ManagedThreadFactoryImpl;
import org.glassfish.concurro.spi.ContextHandle;
import org.glassfish.concurro.spi.ContextSetupProvider;

/**
 * The reference implementation of Jakarta Concurrency, as a server assembles it. Which contexts there are is the server's
 * part, not the implementation's: here, as there, those that {@code ServiceLoader} finds.
 */
final class Concurro {

    private static final ThreadLocal<Boolean> WITHOUT_CONTEXT = ThreadLocal.withInitial(() -> false);

    private Concurro() {}

    static ContextService contextService() {
        return new ContextServiceImpl("contexts", new Server());
    }

    /** Of one thread. */
    static ExecutorService managedExecutor() {
        ContextServiceImpl contexts = new ContextServiceImpl("contexts", new Server());
        return new ManagedExecutorServiceImpl(
                "executor",
                new ManagedThreadFactoryImpl("threads"),
                0,
                false,
                1,
                1,
                1,
                TimeUnit.HOURS,
                0,
                Integer.MAX_VALUE,
                contexts,
                RejectPolicy.ABORT);
    }

    /** What is handed in within carries no context. */
    static Future<Object> withoutContext(Supplier<Future<Object>> submission) {
        WITHOUT_CONTEXT.set(true);
        try {
            return submission.get();
        } finally {
            WITHOUT_CONTEXT.remove();
        }
    }

    private record Captured(List<ThreadContextSnapshot> snapshots) implements ContextHandle {}

    private record Begun(List<ThreadContextRestorer> restorers) implements ContextHandle {}

    private static final class Server implements ContextSetupProvider {

        private static final long serialVersionUID = 1L;

        @Override
        public ContextHandle saveContext(ContextService service) {
            return saveContext(service, Map.of());
        }

        @Override
        public ContextHandle saveContext(ContextService service, Map<String, String> properties) {
            return new Captured(
                    WITHOUT_CONTEXT.get()
                            ? List.of()
                            : ServiceLoader.load(ThreadContextProvider.class).stream()
                                    .map(provider -> provider.get().currentContext(properties))
                                    .toList());
        }

        @Override
        public ContextHandle setup(ContextHandle captured) {
            return new Begun(((Captured) captured)
                    .snapshots().stream().map(ThreadContextSnapshot::begin).toList());
        }

        @Override
        public void reset(ContextHandle begun) {
            ((Begun) begun).restorers().forEach(ThreadContextRestorer::endContext);
        }
    }
}
