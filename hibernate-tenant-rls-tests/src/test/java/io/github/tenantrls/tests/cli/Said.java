// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

/**
 * What a command said.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said of its progress, and what went wrong
 */
record Said(int code, String out, String err) {

    /** All of it. */
    String all() {
        return code + "\n" + out + err;
    }
}
