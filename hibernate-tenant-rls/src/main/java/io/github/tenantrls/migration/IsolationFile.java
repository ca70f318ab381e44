// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes configurations as files in the format of {@code Properties}, in UTF-8. */
public final class IsolationFile {

    /** The name that such a file has where none is given. */
    public static final String NAME = "tenant-rls.properties";

    /** Lists of names are written one name to a line. */
    private static final Set<String> LISTS = Set.of(IsolationConfig.SCOPED, IsolationConfig.GLOBAL);

    private static final String HEAD = """
            # What is to be isolated, and how; made by init, to be edited by hand.
            # Passwords have no place here.
            """;

    private IsolationFile() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the configuration
     * @throws TenantRlsException if it is not there, cannot be read, is not in UTF-8, has a key twice, or as for {@link
     *     IsolationConfig#of}; the message begins with the file and, where there is one, the line
     */
    public static IsolationConfig read(Path file) {
        return new IsolationConfig(PropertyLines.parse(String.valueOf(file.getFileName()), text(file)));
    }

    private static String text(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new TenantRlsException(
                    "There is no file " + file + "; make it by the command init, or name another", e);
        } catch (CharacterCodingException e) {
            throw new TenantRlsException(file + " cannot be read, because it is not text in UTF-8; save it as such", e);
        } catch (IOException e) {
            String reason = e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
            throw new TenantRlsException(
                    file + " cannot be read (" + reason + "); see that it is a file that you may read", e);
        }
    }

    /**
     * Writes a file, which is complete whenever somebody reads it.
     *
     * @param file the file
     * @param config the configuration
     * @param comments for a key what is said above it, in one or more lines; others are ignored
     * @param overwrite whether a file that is there is replaced
     * @throws TenantRlsException if it is there and not to be replaced, or cannot be written
     */
    public static void write(Path file, IsolationConfig config, Map<String, String> comments, boolean overwrite) {
        Path absolute = file.toAbsolutePath();
        new ScriptFile(Objects.requireNonNull(absolute.getFileName()), text(config, comments))
                .write(Objects.requireNonNull(absolute.getParent()), overwrite);
    }

    /**
     * What is written: the same for the same configuration and comments.
     *
     * @param config the configuration
     * @param comments for a key what is said above it
     * @return the text, which ends with a line break
     */
    public static String text(IsolationConfig config, Map<String, String> comments) {
        StringBuilder text = new StringBuilder(HEAD);
        text.append(IsolationConfig.FORMAT_KEY)
                .append('=')
                .append(IsolationConfig.FORMAT)
                .append('\n');
        for (String key : order(config)) {
            comment(text, comments.getOrDefault(key, ""));
            text.append(escaped(key, true))
                    .append('=')
                    .append(value(key, config.get(key).orElse("")))
                    .append('\n');
        }
        return text.toString();
    }

    /** Whose database it is first, then how, then which tables, each with what is said of it. */
    private static List<String> order(IsolationConfig config) {
        List<String> keys = new ArrayList<>();
        keys.addAll(List.of(
                IsolationConfig.URL,
                IsolationConfig.USER,
                IsolationConfig.PERSISTENCE_UNIT,
                IsolationConfig.CLASS_PATH));
        keys.addAll(IsolationConfig.SETTINGS);
        keys.addAll(List.of(IsolationConfig.COMPOSITE_UNIQUE_KEYS, IsolationConfig.GLOBAL, IsolationConfig.SCOPED));
        config.values().keySet().stream().filter(TableKey::isOne).forEach(keys::add);
        keys.retainAll(config.values().keySet());
        return keys;
    }

    private static void comment(StringBuilder text, String comment) {
        if (!comment.isBlank()) {
            text.append('\n');
            comment.lines()
                    .forEach(line -> text.append(("# " + line).stripTrailing()).append('\n'));
        }
    }

    private static String value(String key, String value) {
        return LISTS.contains(key)
                ? ConfiguredTables.split(value)
                        .map(name -> "\\\n    " + escaped(name, false))
                        .collect(Collectors.joining(","))
                : escaped(value, false);
    }

    /** As {@code Properties} reads it back; what is not ASCII stays as it is. */
    private static String escaped(String text, boolean key) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\f' -> escaped.append("\\f");
                case ' ' -> escaped.append(key || i == 0 ? "\\ " : " ");
                case '=', ':', '#', '!' -> escaped.append(key ? "\\" + c : c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
