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

    private final Database second = Database.create();
    private final Stages stagesOfSecond = new Stages(second);

    TwoResourcesIT(Database database) {
        super(database);
        assumePreparedTransactions(database);
        JtaUnit.create(second);
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
        second.close();
    }

    @AfterEach
    void remove_what_is_new() {
        for (Database each : List.of(database, second)) {
            assertThat(each.value(Role.SUPERUSER, "select count(*) from pg_prepared_xacts"))
                    .isEqualTo("0");
            each.sql(Role.SUPERUSER, "delete from child", "delete from item where id >= 4000");
        }
    }

    @Test
    void both_are_committed_for_their_own_tenants() throws Exception {
        String[] backends = new String[2];
        Global.committed(() -> {
            EntityManager a = open(first().factory(), A);
            EntityManager aInSecond = open(second().factory(), A);
            EntityManager b = open(second().factory(), B);
            EntityManager c = open(first().factory(), C);
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
        assertThat(second.query(Role.SUPERUSER, NEW_ROWS)).containsExactly(B + "b", A + "a");
        assertNothingLeft(backends);
    }

    /** What a tenant left for the commit is checked for it when the transaction is prepared. */
    @Test
    void if_one_cannot_be_prepared_both_are_rolled_back() throws Exception {
        for (boolean failsFirst : new boolean[] {true, false}) {
            Stage failing = failsFirst ? first() : second();
            Stage other = failsFirst ? second() : first();
            String[] backends = new String[2];
            assertThatThrownBy(() -> Global.committed(() -> {
                        EntityManager a = open(first().factory(), A);
                        EntityManager b = open(second().factory(), B);
                        assertThat(List.of(seen(a), seen(b))).containsExactly("a30", "b30"); // the first is first
                        backends[0] = backend(a);
                        backends[1] = backend(b);
                        open(other.factory(), A).persist(new Item(4000, "a"));
                        open(failing.factory(), C).persist(new Child(4000, 4999));
                    }))
                    .isInstanceOf(RollbackException.class)
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasStackTraceContaining("of_item"));
            for (Database each : List.of(database, second)) {
                assertThat(each.query(Role.SUPERUSER, NEW_ROWS)).isEmpty();
            }
            assertNothingLeft(backends);
        }
    }

    private void assertNothingLeft(String[] backends) throws Exception {
        JtaUnit.assertNothingLeft(first().dataSource(), backends[0]);
        JtaUnit.assertNothingLeft(second().dataSource(), backends[1]);
    }

    private Stage first() throws Exception {
        return stages.of(Pool.AGROAL_XA);
    }

    private Stage second() throws Exception {
        return stagesOfSecond.of(Pool.AGROAL_XA);
    }
}
