// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.Version;
import org.postgresql.util.DriverInfo;

/** What a run was measured on, in lines of {@code key=value}. */
final class Environment {

    private Environment() {}

    static void write(Run run, BenchmarkServer settings, OtherServer server) throws Exception {
        Map<String, String> facts = new TreeMap<>();
        facts.put("date", Instant.now().toString());
        facts.put("size", run.choose("short", "full"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", line("/proc/cpuinfo", "model name"));
        facts.put("memory", line("/proc/meminfo", "MemTotal"));
        facts.put(
                "load",
                String.valueOf(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        facts.put("hibernate", Version.getVersionString());
        facts.put("driver", DriverInfo.DRIVER_VERSION);
        try (Database database = server.createDatabase()) {
            facts.put("server", database.value(Role.APP, "show server_version"));
        }
        settings.settings().forEach((name, value) -> facts.put("server." + name, value));
        Files.write(
                run.folder().resolve("environment.properties"),
                facts.entrySet().stream().map(Object::toString).toList());
    }

    /** What a file of Linux says of something. */
    private static String line(String name, String key) throws IOException {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
