// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages that make up the answer to one kind of statement, written down once. Immutable. */
final class Answer {

    private static final int INT8 = 20;
    private static final int BOOL = 16;
    private static final int TEXT = 25;

    /** The rows of a query of the application's: one, of a number and a text. */
    static final Answer ROWS = new Answer(
            List.of(
                    new Column("id", INT8, text("42"), number(42)),
                    new Column("name", TEXT, text("Apollo"), text("Apollo"))),
            "SELECT 1");

    /** What binds the tenant: one row of a boolean. */
    static final Answer BINDING = new Answer(List.of(new Column("?column?", BOOL, text("f"), new byte[1])), "SELECT 1");

    /** A setting that a pool asks for. */
    static final Answer ISOLATION = new Answer(
            List.of(new Column("transaction_isolation", TEXT, text("read committed"), text("read committed"))), "SHOW");

    static final Answer UPDATE = new Answer(List.of(), "UPDATE 1");
    static final Answer BEGIN = new Answer(List.of(), "BEGIN");
    static final Answer COMMIT = new Answer(List.of(), "COMMIT");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Column(String name, int type, byte[] asText, byte[] asBinary) {}

    /** No rows, or their description, by the format in which they are asked for: 0 text, 1 binary. */
    private final byte[][] descriptions;

    /** The rows, and that they are complete. */
    private final byte[][] results;

    private Answer(List<Column> columns, String tag) {
        descriptions = new byte[][] {description(columns, 0), description(columns, 1)};
        results = new byte[][] {result(columns, 0, tag), result(columns, 1, tag)};
    }

    boolean hasRows() {
        return descriptions[0][0] == 'T';
    }

    byte[] description(int format) {
        return descriptions[format];
    }

    byte[] result(int format) {
        return results[format];
    }

    private static byte[] description(List<Column> columns, int format) {
        if (columns.isEmpty()) {
            return Message.of('n');
        }
        ByteBuffer body = ByteBuffer.allocate(1000).putShort((short) columns.size());
        for (Column column : columns) {
            body.put(text(column.name + '\0')).putInt(0).putShort((short) 0).putInt(column.type);
            body.putShort((short) (column.type == TEXT ? -1 : column.asBinary.length));
            body.putInt(-1).putShort((short) format);
        }
        return Message.of('T', body);
    }

    private static byte[] result(List<Column> columns, int format, String tag) {
        byte[] complete = Message.of('C', text(tag + '\0'));
        if (columns.isEmpty()) {
            return complete;
        }
        ByteBuffer row = ByteBuffer.allocate(1000).putShort((short) columns.size());
        for (Column column : columns) {
            byte[] value = format == 0 ? column.asText : column.asBinary;
            row.putInt(value.length).put(value);
        }
        byte[] message = Message.of('D', row);
        return ByteBuffer.allocate(message.length + complete.length)
                .put(message)
                .put(complete)
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
