// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database {@code shop} of the pages about rules: one session for each role that a page speaks as, kept to its end.
 *
 * <p>Servers may be shared. So database and roles that a page creates have names of their own there, and are replaced in
 * statements and in what comes back; the roles are dropped in the end.
 */
final class RuleStage implements AutoCloseable {

    private static final Pattern CREATE_ROLE = Pattern.compile("create role (\\w+).*", Pattern.DOTALL);
    private static final String SUPERUSER = "postgres";

    private final Database database = Database.create();
    private final Map<String, PsqlSession> sessions = new HashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Makes the schema {@code public} as new, and runs the SQL that all pages start from. */
    RuleStage(String baseSql) {
        names.put(SUPERUSER, database.user(Role.SUPERUSER));
        database.sql(Role.SUPERUSER, "drop schema public cascade", "create schema public authorization owner");
        database.sql(Role.OWNER, baseSql);
        names.put("shop", database.name());
    }

    /** The major version of the server. */
    int serverVersion() {
        return Integer.parseInt(String.valueOf(database.value(Role.APP, "show server_version_num"))) / 10_000;
    }

    /** Runs what a page has at the prompt of a role, and returns the output in terms of the page. */
    List<String> run(String role, String sql) throws SQLException {
        Matcher creation = CREATE_ROLE.matcher(sql);
        if (creation.matches()) {
            String name = creation.group(1);
            roles.put(name, database.name() + "_" + name);
        }
        return session(role).run(onServer(sql));
    }

    private PsqlSession session(String role) throws SQLException {
        PsqlSession session = sessions.get(role);
        if (session == null) {
            session = new PsqlSession(source(role), this::onPage);
            sessions.put(role, session);
        }
        return session;
    }

    private PGSimpleDataSource source(String role) {
        if (role.equals(SUPERUSER)) {
            return database.dataSource(Role.SUPERUSER);
        }
        String created = roles.get(role);
        if (created == null) {
            return database.dataSource(Role.valueOf(role.toUpperCase(Locale.ROOT)));
        }
        database.sql(Role.SUPERUSER, "alter role " + created + " password 'x'");
        PGSimpleDataSource source = database.dataSource(Role.APP);
        source.setUser(created);
        source.setPassword("x");
        return source;
    }

    private String onServer(String sql) {
        String replaced = sql;
        for (Map<String, String> some : List.of(roles, names)) {
            for (Map.Entry<String, String> name : some.entrySet()) {
                replaced = replaced.replaceAll("\\b" + name.getKey() + "\\b", name.getValue());
            }
        }
        return replaced;
    }

    /** Roles first: their names begin with that of the database. */
    private String onPage(String output) {
        String replaced = output;
        for (Map<String, String> some : List.of(roles, names)) {
            for (Map.Entry<String, String> name : some.entrySet()) {
                replaced = replaced.replace(name.getValue(), name.getKey());
            }
        }
        return replaced;
    }

    @Override
    public void close() throws Exception {
        try (database) {
            for (PsqlSession session : sessions.values()) {
                session.close();
            }
            for (String role : roles.values()) {
                database.sql(
                        Role.SUPERUSER,
                        "do $$ begin if to_regrole('" + role + "') is not null then drop owned by " + role
                                + " cascade; drop role " + role + "; end if; end $$");
            }
        }
    }
}
