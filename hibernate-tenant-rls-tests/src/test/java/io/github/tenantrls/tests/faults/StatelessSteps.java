// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Ledger.Account;
import io.github.tenantrls.tests.faults.Ledger.Entry;
import java.util.List;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** Work by a stateless session in a transaction. */
final class StatelessSteps {

    static final List<Step<StatelessSession>> ALL = List.of(
            new Step<>("stateless get", StatelessSteps::get),
            new Step<>("stateless query", StatelessSteps::query),
            new Step<>("stateless insert and update", StatelessSteps::write));

    private StatelessSteps() {}

    private static void get(StatelessSession session, Scene scene) {
        Account account = scene.found(session, session.get(Account.class, scene.account()));
        scene.own(account.owner);
        scene.outOfReach(session.get(Account.class, scene.othersAccount()) == null, "get finds another's account");
    }

    private static void query(StatelessSession session, Scene scene) {
        scene.accounts(session.createSelectionQuery("select a.owner from Account a", UUID.class)
                .getResultList());
    }

    private static void write(StatelessSession session, Scene scene) {
        Account account = scene.found(session, session.get(Account.class, scene.account(), LockMode.PESSIMISTIC_WRITE));
        account.counter++;
        session.update(account);
        session.insert(new Entry(scene.effects.write(), scene.tenant, "stateless", account));
    }
}
