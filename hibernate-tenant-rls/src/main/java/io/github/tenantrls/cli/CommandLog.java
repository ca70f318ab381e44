// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** What libraries log in a process of the command line: warnings, on the error stream, unless Java is told otherwise. */
final class CommandLog {

    private static final String PROVIDER = "org.jboss.logging.provider";
    private static final String CONFIGURATION = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            java.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n
            """;

    private CommandLog() {}

    /** Has no other logging of an application's class path write into what a command prints. */
    static void quiet() {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, "jdk");
        }
        if (System.getProperty("java.util.logging.config.file") == null) {
            try {
                LogManager.getLogManager()
                        .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
