// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259): maps with text keys, lists, texts, whole numbers, booleans and null. */
final class Json {

    private final StringBuilder json = new StringBuilder();

    private Json() {}

    /** The value as JSON with line breaks and indentation. */
    static String write(Object value) {
        Json writer = new Json();
        writer.value(value, "\n");
        return writer.json.append('\n').toString();
    }

    private void value(@Nullable Object value, String lineBreak) {
        if (value instanceof Map<?, ?> map) {
            object(map, lineBreak);
        } else if (value instanceof List<?> list) {
            array(list, lineBreak);
        } else if (value instanceof String text) {
            text(text);
        } else if (value == null || value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            json.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private void object(Map<?, ?> map, String lineBreak) {
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            json.append(lineBreak).append("  ");
            text((String) entry.getKey());
            json.append(": ");
            value(entry.getValue(), lineBreak + "  ");
            json.append(entries.hasNext() ? "," : lineBreak);
        }
        json.append('}');
    }

    private void array(List<?> list, String lineBreak) {
        json.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            json.append(lineBreak).append("  ");
            value(items.next(), lineBreak + "  ");
            json.append(items.hasNext() ? "," : lineBreak);
        }
        json.append(']');
    }

    private void text(String text) {
        json.append('"');
        text.codePoints().forEach(this::character);
        json.append('"');
    }

    /** Half of a surrogate pair cannot be written in UTF-8, but can be escaped. */
    private void character(int c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append((char) c);
        } else if (c == '\n') {
            json.append("\\n");
        } else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || (c >= 0xd800 && c <= 0xdfff)) {
            json.append(String.format("\\u%04x", c));
        } else {
            json.appendCodePoint(c);
        }
    }
}
