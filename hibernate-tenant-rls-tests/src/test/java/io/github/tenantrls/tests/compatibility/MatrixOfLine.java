// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.OtherJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;

/** Runs the battery with the Hibernate of this class path, once on each Java; by the profile {@code compatibility} alone. */
class MatrixOfLine {

    private static final int[] JAVAS = {17, 25};

    @Test
    void holds_on_each_java_server_and_pool() throws Exception {
        String hibernate = Version.getVersionString();
        String expected = String.valueOf(System.getProperty("expected.hibernate.version"));
        Path file = MatrixReport.FOLDER.resolve(expected + ".tsv");
        Files.deleteIfExists(file); // of an earlier run
        assertThat(hibernate).isEqualTo(expected);
        List<Outcome> outcomes = new ArrayList<>();
        for (int java : JAVAS) {
            Optional<Path> program = OtherJava.find(java, java);
            if (program.isPresent()) {
                outcomes.addAll(run(program.get(), hibernate, java));
            } else {
                outcomes.add(new Outcome(
                        hibernate,
                        String.valueOf(java),
                        "any",
                        "any",
                        "any",
                        "not run: no JDK " + java + " is installed"));
            }
        }
        Files.createDirectories(MatrixReport.FOLDER);
        Files.write(file, outcomes.stream().map(Outcome::toLine).toList());
        assertThat(outcomes).isNotEmpty().noneMatch(Outcome::failed);
    }

    private static List<Outcome> run(Path java, String hibernate, int feature)
            throws IOException, InterruptedException {
        Files.createDirectories(MatrixReport.FOLDER);
        Path log = MatrixReport.FOLDER.resolve(hibernate + "-" + feature + ".log");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LineRun.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.waitFor();
        List<Outcome> outcomes = new ArrayList<>(Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(LineRun.RESULT))
                .map(line -> Outcome.parse(line.substring(LineRun.RESULT.length())))
                .toList());
        if (exit != 0) {
            outcomes.add(new Outcome(
                    hibernate, String.valueOf(feature), "any", "any", "any", "failed: the JVM ended with " + exit));
        }
        return outcomes;
    }
}
