// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path that every router reads in the same way, its segments decoded once. Immutable.
 *
 * @param names the segments without their matrix parameters; the last is empty where the path ends with a slash
 * @param parameters for each of them, whether it has any
 */
record RequestPath(List<String> names, List<Boolean> parameters) {

    /**
     * Reads a path as received.
     *
     * @return empty if routers could read it in different ways: dots, empty segments, encoded slashes, backslashes, control
     *     characters, what is encoded twice or wrongly, parameters without a name before them
     */
    static Optional<RequestPath> parse(String raw) {
        String path = raw.isEmpty() ? "/" : raw;
        if (path.charAt(0) != '/') {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        List<Boolean> parameters = new ArrayList<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = decoded(segments[i]);
            if (segment == null || !isPlain(segment) || (segment.isEmpty() && i < segments.length - 1)) {
                return Optional.empty();
            }
            names.add(name(segment));
            parameters.add(segment.indexOf(';') >= 0);
        }
        return Optional.of(new RequestPath(List.copyOf(names), List.copyOf(parameters)));
    }

    /** Whether nothing in it could be left out or taken for something else by anybody. */
    boolean isUnambiguous() {
        return !parameters.contains(true) && names.stream().allMatch(StatedTenant::isAscii);
    }

    /** Whether one of the first segments has parameters. */
    boolean hasParameters(int first) {
        return parameters.subList(0, first).contains(true);
    }

    static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static String name(String segment) {
        int parameter = segment.indexOf(';');
        return parameter < 0 ? segment : segment.substring(0, parameter);
    }

    private static boolean isPlain(String segment) {
        String name = name(segment);
        return !isDots(name)
                && !(name.isEmpty() && !segment.isEmpty())
                && !encodedTwice(segment)
                && segment.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }

    private static boolean encodedTwice(String decoded) {
        for (int i = decoded.indexOf('%'); i >= 0; i = decoded.indexOf('%', i + 1)) {
            if (hex(decoded, i + 1) >= 0 || decoded.startsWith("u", i + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Decoded once, or {@code null} if it is encoded wrongly or not at all. */
    private static @Nullable String decoded(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            int value = segment.charAt(i);
            if (value == '%') {
                value = hex(segment, i + 1);
                i += 2;
            } else if (value <= ' ' || value >= 0x7f || value == '?' || value == '#') {
                return null;
            }
            if (value < 0) {
                return null;
            }
            bytes.put((byte) value);
        }
        return text(bytes.flip());
    }

    private static @Nullable String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(); // refuses overlong forms
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The byte that two digits stand for, or -1. */
    private static int hex(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(at));
        int low = digit(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Only digits of ASCII: {@code Character.digit} takes those of every script. */
    private static int digit(char c) {
        return c < 0x7f ? Character.digit(c, 16) : -1;
    }
}
