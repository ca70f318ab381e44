// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Ledger.Account;
import io.github.tenantrls.tests.faults.Ledger.Card;
import io.github.tenantrls.tests.faults.Ledger.Entry;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CriteriaQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;

/** Reading by a session. */
final class SessionReads {

    private static final int FETCH_SIZE = 2;

    private SessionReads() {}

    /** Those that need no transaction. */
    static final List<Step<Session>> ANYWHERE = List.of(
            new Step<>("find", SessionReads::find),
            new Step<>("find, cached", SessionReads::cached),
            new Step<>("HQL", SessionReads::hql),
            new Step<>("Criteria", SessionReads::criteria),
            new Step<>("native query", SessionReads::nativeQuery),
            new Step<>("element collection", SessionReads::tags),
            new Step<>("join", SessionReads::join),
            new Step<>("function", SessionReads::function),
            new Step<>("refresh", SessionReads::refresh),
            new Step<>("scroll", SessionReads::scroll));

    static final List<Step<Session>> IN_TRANSACTION = List.of(
            new Step<>("lock", SessionReads::lock),
            new Step<>("stream with fetch size", SessionReads::stream),
            new Step<>("scroll with fetch size", SessionReads::scrollCursor));

    private static void find(Session session, Scene scene) {
        Account account = scene.found(session, session.find(Account.class, scene.account()));
        scene.own(account.owner);
        scene.outOfReach(session.find(Account.class, scene.othersAccount()) == null, "find finds another's account");
    }

    private static void cached(Session session, Scene scene) {
        Card card = scene.found(session, session.find(Card.class, scene.account()));
        scene.own(card.owner);
        scene.outOfReach(session.find(Card.class, scene.othersAccount()) == null, "find finds another's card");
    }

    private static void hql(Session session, Scene scene) {
        check(session.createSelectionQuery("from Account", Account.class).getResultList(), scene);
    }

    private static void criteria(Session session, Scene scene) {
        CriteriaQuery<Account> query = session.getCriteriaBuilder().createQuery(Account.class);
        query.from(Account.class);
        check(session.createSelectionQuery(query).getResultList(), scene);
    }

    private static void nativeQuery(Session session, Scene scene) {
        scene.accounts(session.createNativeQuery("select owner from account", UUID.class)
                .getResultList());
    }

    private static void function(Session session, Scene scene) {
        check(
                session.createNativeQuery("select * from accounts()", Account.class)
                        .getResultList(),
                scene);
    }

    private static void tags(Session session, Scene scene) {
        List<Account> accounts = session.createSelectionQuery(
                        "select distinct a from Account a left join fetch a.tags", Account.class)
                .getResultList();
        check(accounts, scene);
        accounts.forEach(account -> account.tags.forEach(tag -> scene.own(UUID.fromString(tag.substring(0, 36)))));
    }

    private static void join(Session session, Scene scene) {
        List<Entry> entries = session.createSelectionQuery(
                        "from Entry e join fetch e.account order by e.id desc", Entry.class)
                .setMaxResults(20)
                .getResultList();
        for (Entry entry : entries) {
            scene.own(entry.owner);
            scene.own(entry.account == null ? Population.NONE : entry.account.owner);
        }
    }

    private static void refresh(Session session, Scene scene) {
        Account account = scene.found(session, session.find(Account.class, scene.account()));
        session.refresh(account);
        scene.own(account.owner);
    }

    private static void lock(Session session, Scene scene) {
        Account account = scene.found(session, session.find(Account.class, scene.account()));
        session.lock(account, LockModeType.PESSIMISTIC_WRITE);
        scene.own(account.owner);
    }

    private static void scroll(Session session, Scene scene) {
        List<Account> seen = new ArrayList<>();
        try (ScrollableResults<Account> rows =
                session.createSelectionQuery("from Account", Account.class).scroll(ScrollMode.SCROLL_INSENSITIVE)) {
            while (rows.next()) {
                seen.add(rows.get());
            }
        }
        check(seen, scene);
    }

    private static void scrollCursor(Session session, Scene scene) {
        List<Account> seen = new ArrayList<>();
        try (ScrollableResults<Account> rows = session.createSelectionQuery("from Account", Account.class)
                .setFetchSize(FETCH_SIZE)
                .scroll(ScrollMode.FORWARD_ONLY)) {
            while (rows.next()) {
                seen.add(rows.get());
            }
        }
        check(seen, scene);
    }

    private static void stream(Session session, Scene scene) {
        try (Stream<UUID> owners = session.createSelectionQuery("select a.owner from Account a", UUID.class)
                .setFetchSize(FETCH_SIZE)
                .getResultStream()) {
            scene.accounts(owners.toList());
        }
    }

    private static void check(List<Account> accounts, Scene scene) {
        scene.accounts(accounts.stream().map(Account::getOwner).toList());
    }
}
