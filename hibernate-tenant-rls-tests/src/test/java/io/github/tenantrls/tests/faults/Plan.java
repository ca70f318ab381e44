// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What a run does.
 *
 * @param phase how long work goes on until it is looked what is there
 * @param restarts milliseconds from one restart of the server to the next
 * @param injects whether things are broken from outside
 * @param underneath what is put between the library and each pool
 */
record Plan(
        Duration duration,
        Duration phase,
        long seed,
        int threads,
        long restarts,
        boolean injects,
        UnaryOperator<DataSource> underneath) {}
