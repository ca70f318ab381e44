// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them. For one use. */
final class Csv {

    private final String text;
    private final Failure failure;
    private int position;
    private int line = 1;

    private Csv(String text, Failure failure) {
        this.text = text;
        this.failure = failure;
    }

    /**
     * A row.
     *
     * @param line where it begins, from 1
     * @param fields its fields
     */
    record Row(int line, List<String> fields) {}

    /** Makes what to throw of what is wrong in a line. */
    interface Failure {
        RuntimeException of(int line, String what);
    }

    /** The rows of a text; empty lines are none. */
    static List<Row> parse(String text, Failure failure) {
        return new Csv(text, failure).rows();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        while (position < text.length()) {
            int first = line;
            List<String> fields = fields();
            if (!fields.equals(List.of(""))) {
                rows.add(new Row(first, fields));
            }
        }
        return rows;
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(at('"') ? quoted() : plain());
        } while (skip(','));
        boolean returned = skip('\r');
        boolean ended = skip('\n') || returned || position == text.length();
        if (!ended) {
            throw failure.of(line, "text after a quoted field");
        }
        line++;
        return fields;
    }

    private String plain() {
        int start = position;
        while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
            if (at('"')) {
                throw failure.of(line, "a quote in a field that does not begin with one");
            }
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() {
        int first = line;
        StringBuilder field = new StringBuilder();
        position++;
        while (position < text.length()) {
            if (skip('"')) {
                if (!at('"')) {
                    return field.toString();
                }
            } else if (at('\n')) {
                line++;
            }
            field.append(text.charAt(position++));
        }
        throw failure.of(first, "a quote that does not end");
    }

    private boolean at(char c) {
        return position < text.length() && text.charAt(position) == c;
    }

    private boolean skip(char c) {
        boolean there = at(c);
        if (there) {
            position++;
        }
        return there;
    }
}
