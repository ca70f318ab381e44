// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import io.github.tenantrls.tests.benchmark.Contender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogManager;

/**
 * A contender in a JVM of its own: a command on each line of its input, an answer on a line of its output, until the
 * input ends. What it logs goes to the standard error.
 */
public final class Worker {

    private final Participant participant;

    private Worker(Participant participant) {
        this.participant = participant;
    }

    /** Works as the contender of that name. */
    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Participant participant = new LocalParticipant(Contender.valueOf(arguments[0]))) {
            Worker worker = new Worker(participant);
            for (String line; (line = in.readLine()) != null; ) {
                out.println(worker.answer(line));
            }
        }
        System.exit(0); // whatever threads a pool has left
    }

    private String answer(String line) {
        try {
            return "ok " + run(line.split(" "));
        } catch (RuntimeException e) {
            e.printStackTrace();
            return "failed " + e.toString().replace('\n', ' ');
        }
    }

    private String run(String[] words) {
        switch (words[0]) {
            case "schema" -> participant.createSchema(words[1]);
            case "open" -> participant.open(words[1], words[2], Integer.parseInt(words[3]));
            case "check" -> participant.check(words[1], Integer.parseInt(words[2]));
            case "run" -> participant.run(words[1], Shape.valueOf(words[2]), Integer.parseInt(words[3]));
            case "load" -> {
                return load(words);
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "";
    }

    private String load(String[] words) {
        LoadResult result = participant.load(
                words[1],
                Integer.parseInt(words[2]),
                Duration.ofMillis(Long.parseLong(words[3])),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]));
        return result.transactions() + " " + result.perSecond() + " " + result.p50() + " " + result.p95() + " "
                + result.p99();
    }
}
