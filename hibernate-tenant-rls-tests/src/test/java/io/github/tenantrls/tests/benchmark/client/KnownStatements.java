// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

/** The statements that were prepared, by the names that pgjdbc gives them: none, or S_ and a number. */
final class KnownStatements {

    private final Answer[] byNumber = new Answer[1000];

    /** Notes a statement, of which a message tells the name and the text. */
    void parsed(byte[] message, int name) {
        byNumber[number(message, name)] = answerTo(message, Wire.afterText(message, name));
    }

    Answer named(byte[] message, int name) {
        return byNumber[number(message, name)];
    }

    private static int number(byte[] message, int name) {
        int number = 0;
        for (int at = name + "S_".length(); message[name] != 0 && message[at] != 0; at++) {
            number = 10 * number + message[at] - '0';
        }
        return number;
    }

    /** What a statement is answered, by its first words. */
    static Answer answerTo(byte[] message, int sql) {
        if (Wire.startsWith(message, sql, "begin")) {
            return Answer.BEGIN;
        } else if (Wire.startsWith(message, sql, "commit")) {
            return Answer.COMMIT;
        } else if (Wire.startsWith(message, sql, "select set")) { // the underscore differs from itself in lower case
            return Answer.BINDING;
        } else if (Wire.startsWith(message, sql, "show")) {
            return Answer.ISOLATION;
        }
        return Wire.startsWith(message, sql, "select") ? Answer.ROWS : Answer.UPDATE;
    }
}
