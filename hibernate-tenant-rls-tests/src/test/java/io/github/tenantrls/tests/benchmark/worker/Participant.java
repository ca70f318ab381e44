// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.time.Duration;
import java.util.UUID;

/** A contender that works when it is told to, in this JVM or in one of its own. */
public interface Participant extends AutoCloseable {

    /** How many rows of the table {@code item} each tenant has. */
    int ROWS = 1000;

    /** The identifier of a tenant by its number, from 1. */
    static UUID tenant(int number) {
        return new UUID(0, number);
    }

    /** The identifier of a row by its tenant's number and its place, from 0. */
    static long item(int tenant, int place) {
        return -((tenant - 1L) * ROWS + place + 1);
    }

    /** Has Hibernate create the tables, as their owner. */
    void createSchema(String url);

    /** Opens a factory under a name, with a pool of so many connections. */
    void open(String factory, String url, int connections);

    /**
     * Reads all rows of some tenants.
     *
     * @throws IllegalStateException if these are not exactly the rows that it should see
     */
    void check(String factory, int tenants);

    /** Runs a transaction so many times, one after the other. */
    void run(String factory, Shape shape, int times);

    /** Runs a mix of transactions for so many tenants, on so many threads, for so long; the same seed draws the same ones. */
    LoadResult load(String factory, int threads, Duration time, int tenants, long seed);

    /** The process in which it works. */
    long pid();

    @Override
    void close();
}
