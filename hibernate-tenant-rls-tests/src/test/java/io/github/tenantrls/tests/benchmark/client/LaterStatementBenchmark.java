// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One more statement, in a transaction in which there was one already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets it up
public class LaterStatementBenchmark {

    @Param
    public CannedPool pool;

    @Param
    public Way way;

    private Client client;
    private Connection connection;

    @Setup
    public void open() throws Exception {
        client = new Client(pool, way);
        connection = client.begin();
    }

    @TearDown
    public void close() throws Exception {
        connection.commit();
        connection.close();
        client.close();
    }

    @Benchmark
    public long laterStatement() throws Exception {
        return client.next(connection);
    }
}
