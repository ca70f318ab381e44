// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

/** What a server has answered and nobody has read yet. */
final class Outgoing {

    private final byte[] buffer;
    private int start;
    private int end;

    Outgoing(int size) {
        buffer = new byte[size];
    }

    void put(byte[] message) {
        System.arraycopy(message, 0, buffer, end, message.length);
        end += message.length;
    }

    int available() {
        return end - start;
    }

    int take(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, available());
        System.arraycopy(buffer, start, bytes, offset, taken);
        start += taken;
        if (start == end) {
            start = 0;
            end = 0;
        }
        return taken;
    }
}
