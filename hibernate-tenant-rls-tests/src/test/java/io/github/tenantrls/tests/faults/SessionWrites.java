// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Ledger.Account;
import io.github.tenantrls.tests.faults.Ledger.Card;
import io.github.tenantrls.tests.faults.Ledger.Entry;
import io.github.tenantrls.tests.faults.Ledger.Note;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ParameterMode;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.Root;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Writing by a session in a transaction. Each leaves the session empty, since others write past it. */
final class SessionWrites {

    static final List<Step<Session>> ALL = List.of(
            step("persist and update", SessionWrites::update),
            step("persist and update, optimistic", SessionWrites::optimistic),
            step("merge", SessionWrites::merge),
            step("remove", SessionWrites::remove),
            step("persist a note", SessionWrites::note),
            step("element collection, changed", SessionWrites::tags),
            step("cached entity, changed", SessionWrites::card),
            step("bulk HQL", SessionWrites::bulkHql),
            step("bulk Criteria", SessionWrites::bulkCriteria),
            step("native DML", SessionWrites::nativeDml),
            step("stored procedure", SessionWrites::procedure));

    private SessionWrites() {}

    private static Step<Session> step(String name, Step.Work<Session> work) {
        return new Step<>(name, (session, scene) -> {
            work.run(session, scene);
            session.flush();
            session.clear();
        });
    }

    private static Account account(Session session, Scene scene, LockModeType lock) {
        Account account = scene.found(session, session.find(Account.class, scene.account(), lock));
        scene.own(account.owner);
        return account;
    }

    private static Entry persist(Session session, Scene scene, String kind, Account account) {
        Entry entry = new Entry(scene.effects.write(), scene.tenant, kind, account);
        session.persist(entry);
        return entry;
    }

    private static Entry raise(Session session, Scene scene, String kind) {
        Account account = account(session, scene, LockModeType.PESSIMISTIC_WRITE);
        account.counter++;
        return persist(session, scene, kind, account);
    }

    private static void update(Session session, Scene scene) {
        raise(session, scene, "update");
    }

    private static void optimistic(Session session, Scene scene) {
        Account account = account(session, scene, LockModeType.NONE);
        account.counter++;
        persist(session, scene, "optimistic", account);
    }

    private static void merge(Session session, Scene scene) {
        Account account = account(session, scene, LockModeType.PESSIMISTIC_WRITE);
        session.detach(account);
        account.counter++;
        Account merged = session.merge(account);
        scene.own(merged.owner);
        persist(session, scene, "merge", merged);
    }

    private static void note(Session session, Scene scene) {
        Entry entry = raise(session, scene, "note");
        entry.noted = true;
        session.persist(new Note(entry.id, scene.tenant));
    }

    private static void remove(Session session, Scene scene) {
        List<Note> notes = session.createSelectionQuery("from Note", Note.class)
                .setMaxResults(10)
                .getResultList();
        notes.forEach(note -> scene.own(note.owner));
        if (!notes.isEmpty()) {
            Note note = notes.get(scene.random.nextInt(notes.size()));
            session.remove(note);
            raise(session, scene, "remove").removed = note.id;
        }
    }

    private static void tags(Session session, Scene scene) {
        Entry entry = raise(session, scene, "tags");
        Account account = entry.account;
        if (account != null) {
            account.tags.forEach(tag -> scene.own(UUID.fromString(tag.substring(0, 36))));
            account.tags.clear();
            account.tags.add(scene.tenant + ":" + entry.id);
        }
    }

    private static void card(Session session, Scene scene) {
        Card card = scene.found(session, session.find(Card.class, scene.account()));
        scene.own(card.owner);
        card.counter++;
        raise(session, scene, "card").card = card.id;
    }

    private static void bulkHql(Session session, Scene scene) {
        long id = scene.account();
        int changed = session.createMutationQuery("update versioned Account set counter = counter + 1 where id = :id")
                .setParameter("id", id)
                .executeUpdate();
        scene.seen(changed == 1, changed + " accounts changed by HQL");
        persist(session, scene, "bulk HQL", session.getReference(Account.class, id));
    }

    private static void bulkCriteria(Session session, Scene scene) {
        long id = scene.account();
        var builder = session.getCriteriaBuilder();
        CriteriaUpdate<Account> update = builder.createCriteriaUpdate(Account.class);
        Root<Account> account = update.from(Account.class);
        update.set(account.<Long>get("counter"), builder.sum(account.<Long>get("counter"), 1L))
                .set(account.<Long>get("version"), builder.sum(account.<Long>get("version"), 1L))
                .where(builder.equal(account.get("id"), id));
        int changed = session.createMutationQuery(update).executeUpdate();
        scene.seen(changed == 1, changed + " accounts changed by Criteria");
        persist(session, scene, "bulk Criteria", session.getReference(Account.class, id));
    }

    private static void nativeDml(Session session, Scene scene) {
        int changed = session.createNativeMutationQuery(JdbcWrites.RAISE_NAMED)
                .setParameter("account", scene.account())
                .setParameter("entry", scene.effects.write())
                .setParameter("owner", scene.tenant)
                .setParameter("kind", "native")
                .executeUpdate();
        scene.seen(changed == 1, changed + " accounts changed by native SQL");
    }

    private static void procedure(Session session, Scene scene) {
        var call = session.createStoredProcedureQuery("bump_by_call");
        call.registerStoredProcedureParameter(1, Long.class, ParameterMode.IN);
        call.registerStoredProcedureParameter(2, UUID.class, ParameterMode.IN);
        call.registerStoredProcedureParameter(3, Long.class, ParameterMode.IN);
        call.setParameter(1, scene.effects.write())
                .setParameter(2, scene.tenant)
                .setParameter(3, scene.account())
                .execute();
    }
}
