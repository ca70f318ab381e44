// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.tests.jta.JtaUnit.Child;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.jta.Stages.Stage;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two databases in one transaction, which is prepared in both before it is committed in any. */
class TwoResourcesIT extends JtaTests {

    private static final String NEW_ROWS = "select tenant_id::text || name from item where id >= 4000 order by id";

    /** The database of the test class and another one, in a field that is not injected. */
    private final List<Database> both;

    private final Stages stagesOfSecond;
    private final Stage inFirst;
    private final Stage inSecond;

    TwoResourcesIT(Database database) throws Exception {
        super(database);
        assumePreparedTransactions(database);
        both = List.of(database, Database.create());
        JtaUnit.create(both.get(1));
        stagesOfSecond = new Stages(both.get(1));
        inFirst = stages.of(Pool.AGROAL_XA);
        inSecond = stagesOfSecond.of(Pool.AGROAL_XA);
    }

    /** The servers that the tests start allow for them, and one that is given should. */
    static void assumePreparedTransactions(Database database) {
        assumeThat(database.value(Role.SUPERUSER, "show max_prepared_transactions"))
                .as("set max_prepared_transactions=20 on the server that TENANT_RLS_TEST_URL names, so that two-phase"
                        + " commit can be tested")
                .isNotEqualTo("0");
    }

    @AfterAll
    void dropSecond() throws Exception {
        stagesOfSecond.close();
        both.get(1).close();
    }

    @AfterEach
    void remove_what_is_new() {
        for (Database each : both) {
            assertThat(each.value(Role.SUPERUSER, "select count(*) from pg_prepared_xacts"))
                    .isEqualTo("0");
            each.sql(Role.SUPERUSER, "delete from child", "delete from item where id >= 4000");
        }
    }

    @Test
    void both_are_committed_for_their_own_tenants() throws Exception {
        String[] backends = new String[2];
        Global.committed(() -> {
            EntityManager a = open(inFirst.factory(), A);
            EntityManager aInSecond = open(inSecond.factory(), A);
            EntityManager b = open(inSecond.factory(), B);
            EntityManager c = open(inFirst.factory(), C);
            a.persist(new Item(4000, "a"));
            b.persist(new Item(4000, "b"));
            aInSecond.persist(new Child(4000, 4001)); // checked when the transaction is prepared, or B is bound
            aInSecond.persist(new Item(4001, "a"));
            aInSecond.flush();
            assertThat(List.of(seen(a), seen(b), seen(c))).containsExactly("a31", "b31", "c30");
            backends[0] = backend(a);
            backends[1] = backend(b);
        });
        assertThat(database.query(Role.SUPERUSER, NEW_ROWS)).containsExactly(A + "a");
        assertThat(both.get(1).query(Role.SUPERUSER, NEW_ROWS)).containsExactly(B + "b", A + "a");
        assertNothingLeft(backends);
    }

    /** What a tenant left for the commit is checked for it when the transaction is prepared. */
    @Test
    void if_one_cannot_be_prepared_both_are_rolled_back() throws Exception {
        for (boolean failsFirst : new boolean[] {true, false}) {
            String[] backends = new String[2];
            assertThatThrownBy(() -> Global.committed(() -> {
                        EntityManager a = open(inFirst.factory(), A);
                        EntityManager b = open(inSecond.factory(), B);
                        assertThat(List.of(seen(a), seen(b))).containsExactly("a30", "b30"); // the first is first
                        backends[0] = backend(a);
                        backends[1] = backend(b);
                        (failsFirst ? b : a).persist(new Item(4000, "x"));
                        (failsFirst ? a : b).persist(new Child(4000, 4999));
                    }))
                    .isInstanceOf(RollbackException.class)
                    .hasStackTraceContaining("Error preparing transaction")
                    .hasStackTraceContaining("of_item");
            for (Database each : both) {
                assertThat(each.query(Role.SUPERUSER, NEW_ROWS)).isEmpty();
            }
            // the pool gives up the connection on which a transaction could not be prepared
            JtaUnit.assertNothingLeft((failsFirst ? inFirst : inSecond).dataSource());
            JtaUnit.assertNothingLeft((failsFirst ? inSecond : inFirst).dataSource(), backends[failsFirst ? 1 : 0]);
        }
    }

    private void assertNothingLeft(String[] backends) throws Exception {
        JtaUnit.assertNothingLeft(inFirst.dataSource(), backends[0]);
        JtaUnit.assertNothingLeft(inSecond.dataSource(), backends[1]);
    }
}
