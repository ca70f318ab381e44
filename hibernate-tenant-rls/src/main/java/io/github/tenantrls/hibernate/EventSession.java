// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.jspecify.annotations.Nullable;

/** The session of an event. Hibernate 6.6 declares it with another type, so a call that serves later lines finds nothing there. */
final class EventSession {

    private static final MethodHandle GET = get();

    private EventSession() {}

    /**
     * The session that is about to write.
     *
     * @return null for a stateless session on Hibernate 6.6, which has nothing to do with the second-level cache there
     */
    static @Nullable SharedSessionContractImplementor of(AbstractPreDatabaseOperationEvent event) {
        try {
            return (SharedSessionContractImplementor) GET.invokeExact(event);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle get() {
        try {
            return MethodHandles.publicLookup()
                    .unreflect(AbstractPreDatabaseOperationEvent.class.getMethod("getSession"))
                    .asType(MethodType.methodType(
                            SharedSessionContractImplementor.class, AbstractPreDatabaseOperationEvent.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
