// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where connections like the application's own come from. */
interface Connections {

    /** A connection that is bound to no tenant, to be released. */
    Connection get() throws SQLException;

    void release(Connection connection) throws SQLException;

    /** What whoever makes them, and one of them, are set to that does harm. */
    List<UnfitSetting> unfitSettings(Connection connection) throws SQLException;

    /** The rules that can be judged by that. */
    List<RuleInfo> rules();
}
