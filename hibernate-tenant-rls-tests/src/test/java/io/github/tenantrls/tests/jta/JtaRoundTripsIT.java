// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** Invariant 3: what the binding costs on the wire under JTA, which is nothing until a second tenant comes. */
class JtaRoundTripsIT extends JtaTests {

    /** The driver prepares what it has sent five times, and then sends it in another way. */
    private static final int WARM_UP = 8;

    JtaRoundTripsIT(Database database) {
        super(database);
    }

    @OnAgroal
    void invariant_3_one_tenant_costs_nothing_and_each_change_of_tenant_one_round_trip(Pool pool) throws Exception {
        DataSource dataSource = pool.on(database, database.proxiedUrl(), Role.APP);
        try (AutoCloseable closing = (AutoCloseable) dataSource;
                SessionFactory factory = JtaUnit.factories(database, dataSource).open();
                SessionFactory plain = JtaUnit.factories(database, dataSource).openWithoutTenancy(Role.APP)) {
            Global.Work without = () -> seen(plain.createEntityManager());
            Global.Work one = () -> seen(open(factory, A));
            Global.Work two = () -> {
                seen(open(factory, A));
                seen(open(factory, B));
            };
            long expected = pool == Pool.AGROAL_XA ? 3 : 2; // under XA the driver sends BEGIN by itself
            assertThat(roundTrips(without)).isEqualTo(expected);
            assertThat(roundTrips(one)).isEqualTo(expected);
            assertThat(roundTrips(two)).as("its statement, and set constraints").isEqualTo(expected + 2);
        }
    }

    private long roundTrips(Global.Work work) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            Global.committed(work);
        }
        database.roundTrips().reset();
        Global.committed(work);
        return database.roundTrips().count();
    }
}
