// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the format of {@link Properties} line by line, so that each key is known by its line. For one use. */
final class PropertyLines {

    private final String file;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();

    private PropertyLines(String file) {
        this.file = file;
    }

    /**
     * Reads a text.
     *
     * @throws TenantRlsException if a key is there twice, or a line cannot be read, with its number
     */
    static ConfigValues parse(String file, String text) {
        PropertyLines lines = new PropertyLines(file);
        lines.read(text.lines().toList());
        return ConfigValues.of(file, lines.values, lines.places);
    }

    private void read(List<String> lines) {
        int next = 0;
        while (next < lines.size()) {
            int first = next;
            StringBuilder logical = new StringBuilder();
            boolean goesOn;
            do {
                String line = lines.get(next);
                goesOn = goesOn(line) && !(next == first && isComment(line)) && next + 1 < lines.size();
                logical.append(line).append('\n');
                next++;
            } while (goesOn);
            add(logical.toString(), file + ":" + (first + 1));
        }
    }

    private static boolean isComment(String line) {
        return line.matches("[ \\t\\f]*[#!].*");
    }

    private static boolean goesOn(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private void add(String logical, String place) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            throw new TenantRlsException(
                    place + ": the line cannot be read, because of a \\u that no four hexadecimal digits follow;"
                            + " correct it, or write \\\\ for a backslash",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        one.stringPropertyNames().forEach(key -> add(key, one.getProperty(key), place));
    }

    private void add(String key, String value, String place) {
        String other = places.put(key, place);
        if (other != null) {
            throw new TenantRlsException(place + ": " + ConfigValues.printable(key) + " is given already at " + other
                    + "; remove one of them");
        }
        values.put(key, value);
    }
}
