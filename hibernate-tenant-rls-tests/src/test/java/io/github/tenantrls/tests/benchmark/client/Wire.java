// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

/** Reads what is in the messages of the driver. */
final class Wire {

    private Wire() {}

    static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24 | (bytes[at + 1] & 0xff) << 16 | int16(bytes, at + 2);
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Behind the text that begins here, which ends with a zero. */
    static int afterText(byte[] bytes, int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return end + 1;
    }

    /** The format of the first column that a message to bind asks for, which begins behind its names here. */
    static int resultFormat(byte[] bytes, int formats) {
        int parameters = formats + 2 + 2 * int16(bytes, formats);
        int at = parameters + 2;
        for (int left = int16(bytes, parameters); left > 0; left--) {
            at += 4 + Math.max(0, int32(bytes, at));
        }
        return int16(bytes, at) == 0 ? 0 : int16(bytes, at + 2);
    }

    /** Whether a text begins with a word, which is in lower case. */
    static boolean startsWith(byte[] bytes, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[at + i] | ' ') != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
