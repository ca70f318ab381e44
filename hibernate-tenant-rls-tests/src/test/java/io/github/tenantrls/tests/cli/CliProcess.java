// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import io.github.tenantrls.cli.TenantRlsCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The command line as a process of its own, from its jar where the build has made it. */
final class CliProcess implements AutoCloseable {

    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final List<Thread> readers;

    private CliProcess(Process process) {
        this.process = process;
        readers = List.of(
                reader(new BufferedReader(process.inputReader(StandardCharsets.UTF_8)), out),
                reader(
                        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)),
                        err));
    }

    private static Thread reader(BufferedReader from, StringBuffer to) {
        Thread thread = new Thread(() -> {
            try {
                for (int c = from.read(); c >= 0; c = from.read()) {
                    to.append((char) c);
                }
            } catch (IOException e) {
                // it ended
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Java and what it needs to run the command line. */
    static List<String> command() {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        String jar = System.getProperty("cli.jar");
        command.addAll(
                jar == null
                        ? List.of("-cp", System.getProperty("java.class.path"), TenantRlsCommand.class.getName())
                        : List.of("-jar", jar));
        return command;
    }

    /** The jar that the build has made. */
    static Path jar() {
        String jar = Objects.requireNonNull(System.getProperty("cli.jar"), "only the build makes the jar");
        if (!Files.exists(Path.of(jar))) {
            throw new IllegalStateException(jar + " is not there");
        }
        return Path.of(jar);
    }

    static CliProcess start(Map<String, String> environment, String... args) throws IOException {
        return run(
                environment, Stream.concat(command().stream(), Stream.of(args)).toList());
    }

    /** At a pseudo-terminal, which `script` makes. */
    static CliProcess atTerminal(Map<String, String> environment, String... args) throws IOException {
        String line = Stream.concat(command().stream(), Stream.of(args))
                .map(CliProcess::quoted)
                .collect(Collectors.joining(" "));
        Map<String, String> all = new HashMap<>(environment);
        all.put("TERM", "xterm");
        return run(all, List.of("script", "--quiet", "--return", "--command", line, "/dev/null"));
    }

    /** A line of a shell. */
    static CliProcess shell(Map<String, String> environment, String line) throws IOException {
        return run(environment, List.of("bash", "-c", line));
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static CliProcess run(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TENANT_RLS_") || name.equals("NO_COLOR"));
        builder.environment().putAll(environment);
        return new CliProcess(builder.start());
    }

    /** What it has said until now. */
    String said() {
        return out.toString() + err;
    }

    /** Waits until it has said something. */
    void awaitSaid(String text) {
        Awaitility.await(text)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> said().contains(text));
    }

    /** Types a line. */
    void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Presses Ctrl-C, where it is not at a terminal. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end. */
    Said end() throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("It does not end: " + said());
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return new Said(process.exitValue(), out.toString(), err.toString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
