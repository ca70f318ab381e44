// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

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

/** Whole transactions, from taking the connection to giving it back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets it up
public class TransactionBenchmark {

    @Param
    public CannedPool pool;

    @Param
    public Way way;

    private Client client;

    @Setup
    public void open() throws Exception {
        client = new Client(pool, way);
    }

    @TearDown
    public void close() throws Exception {
        client.close();
    }

    @Benchmark
    public long oneStatement() throws Exception {
        return client.transaction(1);
    }

    @Benchmark
    public long tenStatements() throws Exception {
        return client.transaction(10);
    }

    @Benchmark
    public long autoCommitRead() throws Exception {
        return client.read();
    }
}
