// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database {@code shop} of the pages about rules: one session for each role that a page speaks as, kept to its end.
 * What a page creates is dropped in the end.
 */
final class RuleStage implements AutoCloseable {

    private static final Pattern CREATE_ROLE = Pattern.compile("create role (\\w+).*", Pattern.DOTALL);

    private final Database database = Database.create();
    private final Map<String, PsqlSession> sessions = new HashMap<>();
    private final PageNames names = new PageNames(database.name());

    /** Makes the schema {@code public} as new, and runs the SQL that all pages start from. */
    void set(String baseSql) {
        database.sql(Role.SUPERUSER, "drop schema public cascade", "create schema public authorization owner");
        database.sql(Role.OWNER, baseSql);
    }

    /** The major version of the server. */
    int serverVersion() {
        return Integer.parseInt(String.valueOf(database.value(Role.APP, "show server_version_num"))) / 10_000;
    }

    /** Runs what a page has at the prompt of a role, and returns the output in terms of the page. */
    List<String> run(String role, String sql) throws SQLException {
        Matcher creation = CREATE_ROLE.matcher(sql);
        if (creation.matches()) {
            names.addRole(creation.group(1));
        }
        return session(role).run(names.onServer(sql));
    }

    private PsqlSession session(String role) throws SQLException {
        PsqlSession session = sessions.get(role);
        if (session == null) {
            session = new PsqlSession(source(role), names::onPage);
            sessions.put(role, session);
        }
        return session;
    }

    private PGSimpleDataSource source(String role) {
        if (!names.roles().contains(role)) {
            return database.dataSource(
                    role.equals("postgres") ? Role.SUPERUSER : Role.valueOf(role.toUpperCase(Locale.ROOT)));
        }
        String created = names.onServer(role);
        database.sql(Role.SUPERUSER, "alter role " + created + " password 'x'");
        PGSimpleDataSource source = database.dataSource(Role.APP);
        source.setUser(created);
        source.setPassword("x");
        return source;
    }

    @Override
    public void close() throws Exception {
        try (database) {
            for (PsqlSession session : sessions.values()) {
                session.close();
            }
            names.roles().stream().map(names::onServer).forEach(this::drop);
        }
    }

    private void drop(String role) {
        database.sql(
                Role.SUPERUSER,
                "do $$ begin if to_regrole('" + role + "') is not null then drop owned by " + role
                        + " cascade; drop role " + role + "; end if; end $$");
    }
}
