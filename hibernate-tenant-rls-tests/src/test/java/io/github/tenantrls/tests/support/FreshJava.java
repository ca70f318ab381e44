// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs in a JVM that has done nothing before, of this Java and with this class path. */
public final class FreshJava {

    private FreshJava() {}

    /**
     * Runs one, and returns the number behind the words {@code said} in a line of its output.
     *
     * @throws IllegalStateException if there is none; its message is the output
     */
    public static double number(Class<?> program, String said, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output;
        try (var reader = process.inputReader()) {
            output = reader.lines().toList();
        }
        process.waitFor();
        return output.stream()
                .filter(line -> line.startsWith(said))
                .mapToDouble(line -> Double.parseDouble(line.substring(said.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(String.join("\n", output)));
    }
}
