// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of a run, in a file of one line for each: {@code experiment,contender,at,unit,median,low,high,samples},
 * with {@code at} as {@code key=value;key=value} in the order of its keys. Not thread-safe.
 *
 * <p>No text holds a comma, a semicolon, an equals sign or a line break, so there is nothing to escape.
 */
public final class Results {

    private static final String HEADER = "experiment,contender,at,unit,median,low,high,samples";

    private final Path file;

    /** The figures in a file, which is made with the first of them. */
    public Results(Path file) {
        this.file = file;
    }

    /**
     * Adds a figure.
     *
     * @throws IllegalArgumentException if a text of it holds a character that separates others
     */
    public void append(Measurement measurement) {
        String line = line(measurement);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                Files.writeString(file, HEADER + "\n");
            }
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All figures, in the order in which they were added. */
    public List<Measurement> read() {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).map(Results::measurement).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Measurement m) {
        String at = new TreeMap<>(m.at())
                .entrySet().stream()
                        .map(entry -> plain(entry.getKey()) + "=" + plain(entry.getValue()))
                        .collect(Collectors.joining(";"));
        return String.join(
                ",",
                plain(m.experiment()),
                plain(m.contender()),
                at,
                plain(m.unit()),
                Double.toString(m.median()),
                Double.toString(m.low()),
                Double.toString(m.high()),
                Integer.toString(m.samples()));
    }

    private static String plain(String text) {
        if (text.chars().anyMatch(c -> ",;=\r\n".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("A comma, semicolon, equals sign or line break in: " + text);
        }
        return text;
    }

    private static Measurement measurement(String line) {
        String[] fields = line.split(",", -1);
        return new Measurement(
                fields[0],
                fields[1],
                at(fields[2]),
                fields[3],
                Double.parseDouble(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]),
                Integer.parseInt(fields[7]));
    }

    private static Map<String, String> at(String text) {
        return Arrays.stream(text.split(";"))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, TreeMap::new));
    }
}
