// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.util.List;
import java.util.Random;

/**
 * A piece of work, by one API.
 *
 * @param <T> what it works on: a session, a connection
 */
record Step<T>(String name, Work<T> work) {

    @FunctionalInterface
    interface Work<T> {
        void run(T target, Scene scene) throws Exception;
    }

    static <T> Step<T> any(List<Step<T>> steps, Random random) {
        return steps.get(random.nextInt(steps.size()));
    }
}
