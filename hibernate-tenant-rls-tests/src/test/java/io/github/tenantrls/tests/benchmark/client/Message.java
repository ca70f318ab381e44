// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.nio.ByteBuffer;

/** Messages of PostgreSQL's protocol: a letter, the length of all that follows it, and a body. */
final class Message {

    private Message() {}

    static byte[] of(char type, byte... body) {
        return ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                .put((byte) type)
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array();
    }

    private static byte[] copied(ByteBuffer body) {
        byte[] bytes = new byte[body.position()];
        body.duplicate().flip().get(bytes);
        return bytes;
    }

    /** Of what was put into a buffer. */
    static byte[] of(char type, ByteBuffer body) {
        return of(type, copied(body));
    }
}
