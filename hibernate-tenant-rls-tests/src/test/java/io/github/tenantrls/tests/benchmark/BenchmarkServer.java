// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.support.OtherServer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The server that all contenders are measured on. */
final class BenchmarkServer {

    /** What differs from the defaults, beside fsync, for steady figures: nothing is written or cleaned up in between. */
    private static final Map<String, String> STEADY = Map.of(
            "max_connections", "1000",
            "autovacuum", "off",
            "synchronous_commit", "on",
            "wal_level", "minimal",
            "max_wal_senders", "0",
            "max_wal_size", "16GB",
            "checkpoint_timeout", "1h",
            "jit", "off",
            "max_parallel_workers_per_gather", "0",
            "work_mem", "64MB");

    private final Map<String, String> memory;

    BenchmarkServer(Run run) {
        this.memory =
                Map.of("shared_buffers", run.choose("1GB", "6GB"), "maintenance_work_mem", run.choose("256MB", "1GB"));
    }

    OtherServer start() throws IOException {
        return OtherServer.start(settings());
    }

    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(STEADY);
        settings.putAll(memory);
        settings.put("fsync", "off");
        return settings;
    }
}
