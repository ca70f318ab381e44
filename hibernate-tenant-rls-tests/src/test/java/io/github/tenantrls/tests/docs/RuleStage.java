// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database {@code shop} of the pages about rules: one session for each role that a page speaks as, kept to its end.
 * What a page creates is dropped in the end.
 */
final class RuleStage implements AutoCloseable {

    private static final Pattern CREATE_ROLE = Pattern.compile("create role (\\w+).*", Pattern.DOTALL);

    private final Database database;
    private final Map<String, PsqlSession> sessions = new HashMap<>();
    private final PageNames names;

    /** Takes over a new database, and drops it in the end. */
    RuleStage(Database database) {
        this.database = database;
        this.names = new PageNames(database.name());
    }

    /** Makes the schema {@code public} as new, and runs the SQL that all pages start from. */
    void set(String baseSql) {
        database.sql(Role.SUPERUSER, "drop schema public cascade", "create schema public authorization owner");
        database.sql(Role.OWNER, baseSql);
    }

    /** The major version of the server. */
    int serverVersion() {
        return Integer.parseInt(String.valueOf(database.value(Role.APP, "show server_version_num"))) / 10_000;
    }

    /** Does what a page does, one step after the other; the server answers what the page says. */
    void play(List<Transcript.Step> steps) throws SQLException {
        for (Transcript.Step step : steps) {
            assertThat(text(run(step.role(), step.sql())))
                    .as("%s=> %s", step.role(), step.sql())
                    .isEqualTo(text(step.output()));
        }
    }

    /** Lines as one, without the empty ones at the end. */
    private static String text(List<String> lines) {
        return String.join("\n", lines).stripTrailing();
    }

    /** Runs what a page has at the prompt of a role, and returns the output in terms of the page. */
    private List<String> run(String role, String sql) throws SQLException {
        Matcher creation = CREATE_ROLE.matcher(sql);
        if (creation.matches()) {
            names.addRole(creation.group(1));
        }
        return session(role).run(names.onServer(sql));
    }

    /** Starts an application on the database that logs in as a role of the page; it verifies only when asked. */
    SessionFactory start(String role, Function<Database, Factories> application) {
        PGSimpleDataSource login = source(role);
        return application
                .apply(database)
                .with(JdbcSettings.JAKARTA_JDBC_USER, login.getUser())
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, login.getPassword())
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
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
