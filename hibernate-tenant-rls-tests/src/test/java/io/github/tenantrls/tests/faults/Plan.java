// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.support.Database;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * What a run does.
 *
 * @param phase how long work goes on until it is looked what is there
 * @param restarts milliseconds from one restart of the server to the next
 * @param underneath what is put between the library and each pool
 * @param sabotage what is done to the database once all is open
 */
record Plan(
        Duration duration,
        Duration phase,
        long seed,
        int threads,
        long restarts,
        UnaryOperator<DataSource> underneath,
        Consumer<Database> sabotage) {}
