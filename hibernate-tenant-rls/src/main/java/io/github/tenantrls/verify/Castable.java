// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps the values that the server can read as a column's type; a domain checks what it reads. */
final class Castable {

    private static final int ENOUGH = 40;

    private final ProbeSession session;

    Castable(ProbeSession session) {
        this.session = session;
    }

    List<String> of(ProbeColumn column, Collection<String> values) throws SQLException {
        if (column.isText() && !column.isDomain()) {
            return List.copyOf(values);
        }
        List<String> accepted = new ArrayList<>();
        for (String value : values) {
            if (accepted.size() < ENOUGH && isRead(column, value)) {
                accepted.add(value);
            }
        }
        return accepted;
    }

    private boolean isRead(ProbeColumn column, String value) throws SQLException {
        try {
            session.kept(() -> session.rows("select cast(? as " + column.type() + ")", List.of(value)));
            return true;
        } catch (SQLException e) {
            if (Refusal.ofValues(e)) {
                return false;
            }
            throw e;
        }
    }
}
