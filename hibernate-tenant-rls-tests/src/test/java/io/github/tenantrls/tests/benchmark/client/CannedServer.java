// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.nio.charset.StandardCharsets;

/**
 * Answers the driver as PostgreSQL would, out of a can: it knows a few kinds of statements by their first words, and which
 * of them open and close a transaction. Once connected it allocates nothing. One thread at a time.
 */
final class CannedServer {

    static final int BUFFER = 1 << 16;

    private static final byte[] PARSED = Message.of('1');
    private static final byte[] BOUND = Message.of('2');
    private static final byte[] CLOSED = Message.of('3');
    private static final byte[] IDLE = Message.of('Z', (byte) 'I');
    private static final byte[] OPEN = Message.of('Z', (byte) 'T');

    private final byte[] received = new byte[BUFFER];
    private int receivedEnd;
    private final Outgoing outgoing = new Outgoing(BUFFER);
    private final KnownStatements statements = new KnownStatements();
    private boolean greeted;
    private boolean inTransaction;
    private Answer portal = Answer.UPDATE;
    private int format;

    /** Takes what was sent, and answers what is complete of it. */
    void receive(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, received, receivedEnd, length);
        receivedEnd += length;
        int at = 0;
        for (int end = messageEnd(at); end > 0 && end <= receivedEnd; end = messageEnd(at)) {
            answer(at);
            at = end;
        }
        receivedEnd -= at;
        System.arraycopy(received, at, received, 0, receivedEnd);
    }

    /** Hands out what was answered; returns how many bytes. */
    int send(byte[] bytes, int offset, int length) {
        return outgoing.take(bytes, offset, length);
    }

    int available() {
        return outgoing.available();
    }

    /** The first message has no letter; 0 if the length is not there yet. */
    private int messageEnd(int at) {
        int letter = greeted ? 1 : 0;
        return receivedEnd - at < letter + Integer.BYTES ? 0 : at + letter + Wire.int32(received, at + letter);
    }

    private void answer(int at) {
        if (!greeted) {
            greeted = true;
            greet();
            return;
        }
        int body = at + 1 + Integer.BYTES;
        switch (received[at]) {
            case 'Q' -> query(body);
            case 'P' -> parse(body);
            case 'B' -> bind(body);
            case 'D' -> describe(body);
            case 'E' -> execute();
            case 'C' -> outgoing.put(CLOSED);
            case 'S' -> ready();
            case 'X' -> {} // it leaves
            default -> throw new IllegalStateException("No answer to a message " + (char) received[at]);
        }
    }

    private void greet() {
        outgoing.put(Message.of('R', new byte[Integer.BYTES]));
        parameter("server_version", "18.6");
        parameter("client_encoding", "UTF8");
        parameter("DateStyle", "ISO, MDY");
        parameter("TimeZone", "UTC");
        parameter("integer_datetimes", "on");
        parameter("standard_conforming_strings", "on");
        outgoing.put(Message.of('K', new byte[2 * Integer.BYTES]));
        outgoing.put(IDLE);
    }

    private void parameter(String name, String value) {
        outgoing.put(Message.of('S', (name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8)));
    }

    private void query(int body) {
        portal = KnownStatements.answerTo(received, body);
        format = 0;
        if (portal.hasRows()) {
            outgoing.put(portal.description(format));
        }
        execute();
        ready();
    }

    private void ready() {
        outgoing.put(inTransaction ? OPEN : IDLE);
    }

    private void parse(int body) {
        statements.parsed(received, body);
        outgoing.put(PARSED);
    }

    private void bind(int body) {
        int statement = Wire.afterText(received, body);
        portal = statements.named(received, statement);
        format = Wire.resultFormat(received, Wire.afterText(received, statement));
        outgoing.put(BOUND);
    }

    private void describe(int body) {
        if (received[body] != 'P') {
            throw new IllegalStateException("No description of a statement is in the can");
        }
        outgoing.put(portal.description(format));
    }

    private void execute() {
        outgoing.put(portal.result(format));
        if (portal == Answer.BEGIN) {
            inTransaction = true;
        } else if (portal == Answer.COMMIT) {
            inTransaction = false;
        }
    }
}
