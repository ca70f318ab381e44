// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.ResultSet;
import java.util.List;

/** Rows that are being read. */
final class Cursor {

    final ResultSet rows;

    /** What is left to be read. */
    final List<String> rest;

    /** How many savepoints there were when it was opened. */
    final int marks;

    /** Whether it hinders other tenants on the connection. */
    boolean isOpen;

    /** Whether it is known that it can be read, and whether it hinders. */
    boolean isCertain = true;

    Cursor(ResultSet rows, List<String> rest, int marks, boolean isOpen) {
        this.rows = rows;
        this.rest = rest;
        this.marks = marks;
        this.isOpen = isOpen;
    }
}
