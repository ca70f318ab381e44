// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The persistence unit of an application, and where its classes are. */
final class UnitOptions {

    @Option(
            names = "--persistence-unit",
            paramLabel = "NAME",
            description = "The unit in META-INF/persistence.xml of the class path.")
    private @Nullable String unit;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description =
                    "The application's classes and all that they need, Hibernate too: jars, folders of classes, and"
                            + " folder/* for the jars in a folder.")
    private @Nullable String classPath;

    /** Whether one is meant. */
    boolean isGiven() {
        return unit != null || classPath != null;
    }

    /** The name of the unit. */
    Optional<String> unit(IsolationConfig config) {
        return Optional.ofNullable(unit).or(() -> config.get(IsolationConfig.PERSISTENCE_UNIT));
    }

    /** The class path. */
    Optional<String> classPath(IsolationConfig config) {
        return Optional.ofNullable(classPath).or(() -> config.get(IsolationConfig.CLASS_PATH));
    }

    /**
     * Runs the command again where the classes of the application are, unless that is where it runs.
     *
     * @return the exit code of that; empty if it runs there
     */
    Optional<Integer> elsewhere(Shell shell, IsolationConfig config) {
        if (shell.isWithApplication()) {
            return Optional.empty();
        }
        String path = classPath(config)
                .orElseThrow(() -> new Refusal(
                        ExitCode.USAGE,
                        "Nothing says where the classes of the persistence unit are; give --class-path, with Hibernate and"
                                + " all that the application needs"));
        return Optional.of(WithApplication.run(shell, path));
    }

    /**
     * The name of the unit, where one must be there.
     *
     * @throws Refusal if nothing names it
     */
    String require(IsolationConfig config) {
        return unit(config)
                .orElseThrow(() -> new Refusal(
                        ExitCode.USAGE,
                        "Nothing names the persistence unit; give --persistence-unit, as it is called in"
                                + " META-INF/persistence.xml"));
    }
}
