// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.util.Set;
import java.util.TreeSet;

/**
 * Translates between a page, where the database is {@code shop} and roles have short names, and a server that is shared:
 * there the database has a name of its own, and the roles that the page creates are named after it.
 */
final class PageNames {

    private static final String DATABASE_ON_PAGE = "shop";

    private final String database;
    private final Set<String> roles = new TreeSet<>();

    /** Starts without roles; {@code database} is the database's name on the server. */
    PageNames(String database) {
        this.database = database;
    }

    /** Takes note of a role that the page creates. */
    void addRole(String role) {
        roles.add(role);
    }

    /** The roles that the page created, by the names that it gives them. */
    Set<String> roles() {
        return roles;
    }

    /** A statement of the page, or a name in it, for the server. */
    String onServer(String sql) {
        String translated = sql.replaceAll("\\b" + DATABASE_ON_PAGE + "\\b", database);
        for (String role : roles) {
            translated = translated.replaceAll("\\b" + role + "\\b", database + "_" + role);
        }
        return translated;
    }

    /** What the server says, for the page. */
    String onPage(String output) {
        String translated = output;
        for (String role : roles) {
            translated = translated.replace(database + "_" + role, role);
        }
        return translated.replace(database, DATABASE_ON_PAGE);
    }
}
