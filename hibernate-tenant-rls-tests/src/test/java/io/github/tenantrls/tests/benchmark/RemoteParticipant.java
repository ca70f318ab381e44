// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.worker.LoadResult;
import io.github.tenantrls.tests.benchmark.worker.Participant;
import io.github.tenantrls.tests.benchmark.worker.Shape;
import io.github.tenantrls.tests.benchmark.worker.Worker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A contender in a JVM of its own, which it is told by lines what to do. Not thread-safe. */
final class RemoteParticipant implements Participant {

    private final Contender contender;
    private final File log;
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    /** Starts the JVM; what it logs goes to a file of its own in the folder. */
    RemoteParticipant(Contender contender, Path folder) throws IOException {
        this.contender = contender;
        Files.createDirectories(folder);
        this.log = folder.resolve("worker-" + contender.letter + ".log").toFile();
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseParallelGC",
                        "-cp",
                        ClassPaths.of(contender),
                        Worker.class.getName(),
                        contender.name())
                .redirectError(log)
                .start();
        this.commands = new PrintStream(process.getOutputStream(), true);
        this.answers = process.inputReader();
    }

    @Override
    public void createSchema(String url) {
        ask("schema", url);
    }

    @Override
    public void open(String factory, String url, int connections) {
        ask("open", factory, url, connections);
    }

    @Override
    public void check(String factory, int tenants) {
        ask("check", factory, tenants);
    }

    @Override
    public void run(String factory, Shape shape, int times) {
        ask("run", factory, shape.name(), times);
    }

    @Override
    public LoadResult load(String factory, int threads, Duration time, int tenants, long seed) {
        double[] figures = Arrays.stream(ask("load", factory, threads, time.toMillis(), tenants, seed)
                        .split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new LoadResult((long) figures[0], figures[1], figures[2], figures[3], figures[4]);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    private String ask(Object... words) {
        commands.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
        try {
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("ok ")) {
                throw failure(answer);
            }
            return answer.substring(3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(@Nullable String answer) {
        return new IllegalStateException(
                "(" + contender.letter + ") " + (answer == null ? "has ended" : answer) + "; see " + log);
    }

    /** Lets the JVM come to its end, and waits for that. */
    @Override
    public void close() {
        commands.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
        }
    }
}
