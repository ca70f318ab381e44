// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Results of which a part is still on the server, where each row is compared with the tenant when it is fetched. */
@SuppressWarnings("resource") // nobody closes them: that is the point
public final class Kept {

    private Kept() {}

    /** For {@link Bound#createItems}: no index tells which rows are the tenant's, and a function returns a cursor. */
    public static void create(Database database) {
        database.sql(
                Role.OWNER,
                "drop index item_tenant_id_idx",
                "create function item_cursor() returns refcursor language plpgsql as $$ declare c refcursor; begin"
                        + " open c for select name from item; return c; end $$");
    }

    /** The rows of all that a plain query shows, of which the first was read. */
    public static ResultSet cursor(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("select name from item");
        statement.setFetchSize(1);
        ResultSet rows = statement.executeQuery();
        assertThat(rows.next()).isTrue();
        return rows;
    }

    /** A row with a cursor {@code found} in its only column, which is fetched when it is asked for. */
    public static ResultSet cursorInColumn(Connection connection) throws SQLException {
        ResultSet row =
                connection.prepareStatement("select item_cursor() as found").executeQuery();
        assertThat(row.next()).isTrue();
        return row;
    }
}
