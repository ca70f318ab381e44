// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.agroal.api.AgroalDataSource;
import io.agroal.pool.ConnectionPool;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.benchmark.worker.Worker;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;

/** What is on the class path of a contender's JVM. */
final class ClassPaths {

    /** Names the folder with the jars of Hibernate 8 and what it needs. */
    static final String HIBERNATE_8 = "benchmarks.hibernate8";

    private ClassPaths() {}

    static String of(Contender contender) {
        String all = System.getProperty("java.class.path");
        if (contender.isOnHibernate8()) {
            return hibernate8();
        }
        return contender == Contender.LIBRARY ? all : withoutLibrary(all);
    }

    private static String withoutLibrary(String classPath) {
        Path library = origin(TenantContext.class);
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(library))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String hibernate8() {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty(HIBERNATE_8, "target/hibernate-8")))) {
            Stream<Path> others = Stream.of(Worker.class, Driver.class, AgroalDataSource.class, ConnectionPool.class)
                    .map(ClassPaths::origin);
            return Stream.concat(others, jars.sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The jars of Hibernate 8 are missing, which the profile benchmarks copies; or name their folder by "
                            + HIBERNATE_8,
                    e);
        }
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
