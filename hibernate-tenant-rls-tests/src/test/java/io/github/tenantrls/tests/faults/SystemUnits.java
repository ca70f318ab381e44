// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import org.hibernate.Session;

/** Work of the system's, which sees the rows of all and writes for one of them. For one thread. */
final class SystemUnits {

    private static final String REASON = "faults";

    /** All accounts, and how many of them are with another tenant than their payload says. */
    private static final String SEEN =
            "select count(*) || ' ' || count(*) filter (where owner <> tenant_id) from account";

    private static final String EXPECTED = Population.ACCOUNTS * (Population.TENANTS.size() + 1) + " 0";

    private final Trace trace;
    private final Random random;

    SystemUnits(Trace trace, Random random) {
        this.trace = trace;
        this.random = random;
    }

    void session(Stack stack) throws Exception {
        Scene scene = Scene.any(trace.results(), random, "system on " + stack.name());
        TenantContext.runAsSystem(REASON, () -> {
            try (Session session = stack.factory().openSession()) {
                Transacted.of(session).run(scene.effects, () -> work(session, scene));
            }
        });
        trace.done("system session");
    }

    private void work(Session session, Scene scene) {
        trace.begins("system session");
        check(scene, session.createNativeQuery(SEEN, String.class).getSingleResult());
        int changed = session.createNativeMutationQuery("with raised as (update account set counter = counter + 1,"
                        + " version = version + 1 where id = :account returning id, tenant_id)"
                        + " insert into entry (id, owner, kind, account_id, amount, noted, tenant_id)"
                        + " select :entry, :owner, 'system', id, 0, false, tenant_id from raised")
                .setParameter("account", scene.account())
                .setParameter("entry", scene.effects.write())
                .setParameter("owner", scene.tenant)
                .executeUpdate();
        scene.seen(changed == 1, changed + " accounts changed by the system");
    }

    /** By the system's connections of an {@code RlsDataSource}, in auto-commit. */
    void jdbc(Stack stack) throws Exception {
        Scene scene = Scene.any(trace.results(), random, "system on " + stack.name());
        TenantContext.runAsSystem(REASON, () -> {
            trace.begins("system connection");
            try (Connection connection = stack.isolated().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(SEEN)) {
                row.next();
                check(scene, row.getString(1));
            }
        });
        trace.done("system connection");
    }

    private static void check(Scene scene, String seen) {
        scene.seen(seen.equals(EXPECTED), "the system sees " + seen + " instead of " + EXPECTED);
    }
}
