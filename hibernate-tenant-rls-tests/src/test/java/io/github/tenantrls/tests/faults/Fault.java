// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** The kinds of faults, told from what a client sees; the first that fits, so what is only a consequence comes last. */
@SuppressWarnings("ImmutableEnumChecker") // the predicates have no state
enum Fault {
    POLICY("42501, refused by a policy", Hostile.Refused.class::isInstance),
    ABANDONED("rolled back by the client", Abandoned.class::isInstance),
    SWALLOWED("find gives null, the transaction is marked for rollback", Scene.Swallowed.class::isInstance),
    TERMINATED("57P01, backend terminated or server stopped", state("57P01")),
    STARTING("57P03, server not up again", state("57P03")),
    STATEMENT_TIMEOUT("57014, statement_timeout", state("57014").and(says("statement timeout"))),
    CANCELLED("57014, statement cancelled by another", state("57014")),
    LOCK_TIMEOUT("55P03, lock_timeout", state("55P03")),
    IDLE_TIMEOUT("25P03, idle_in_transaction_session_timeout", state("25P03")),
    SERIALIZATION("40001, serialization failure", state("40001")),
    DEADLOCK("40P01, deadlock", state("40P01")),
    DEFERRED_CHECK("23514, deferred check at the commit", state("23514")),
    DEFERRED_KEY("23503, deferred foreign key at the commit", state("23503")),
    UNIQUE("23505, unique violation", state("23505")),
    INTERNAL(
            "XX000, internal error of PostgreSQL about multixacts",
            state("XX000").and(says("multixact"))),
    STALE(
            "stale version, another transaction was first",
            OptimisticLockException.class::isInstance,
            StaleStateException.class::isInstance),
    POOL_DRY(
            "no connection within the pool's timeout",
            says("acquisition timeout"),
            says("connection is not available")),
    INTERRUPTED("thread interrupted", InterruptedException.class::isInstance, says("interrupt")),
    REFUSED("08001, no connection to the server", state("08001")),
    BROKEN(
            "08003, 08006, 08P01, connection broken",
            state("08").and(says("bind message").negate()),
            says("unable to enlist connection"),
            says("connection is closed")),
    FAILED_TRANSACTION("25P02, transaction has failed before", state("25P02")),
    ROLLED_BACK_JTA("transaction manager rolled back", jakarta.transaction.RollbackException.class::isInstance);

    final String meaning;
    private final List<Predicate<Throwable>> signs;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Fault(String meaning, Predicate<Throwable>... signs) {
        this.meaning = meaning;
        this.signs = List.of(signs);
    }

    /** What has led to a failure; null if none of these. */
    static @Nullable Fault of(Throwable failure) {
        Collection<Throwable> all = all(failure);
        for (Fault fault : values()) {
            if (all.stream().anyMatch(each -> fault.signs.stream().anyMatch(sign -> sign.test(each)))) {
                return fault;
            }
        }
        return null;
    }

    /** Whether the server has said that it refused, and has not gone away instead of answering. */
    static boolean provesRollback(Throwable failure) {
        if (failure instanceof Scene.Swallowed) {
            return true;
        }
        Collection<Throwable> all = all(failure);
        Predicate<Throwable> refused = state("23")
                .or(state("40"))
                .or(state("57014"))
                .or(state("25P02"))
                .or(state("55P03"))
                .or(state("XX000"));
        Predicate<Throwable> gone = state("08").or(state("57P")).or(state("25P03"));
        boolean stale = all.stream().anyMatch(StaleStateException.class::isInstance);
        return (stale || all.stream().anyMatch(refused)) && all.stream().noneMatch(gone);
    }

    /** The failure, its causes, and what was suppressed for them. */
    private static Collection<Throwable> all(Throwable failure) {
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        List<@Nullable Throwable> open = new ArrayList<>(List.of(failure));
        while (!open.isEmpty()) {
            Throwable next = open.remove(open.size() - 1);
            if (next != null && all.add(next)) {
                open.add(next.getCause());
                open.addAll(List.of(next.getSuppressed()));
                if (next instanceof SQLException sql) {
                    open.add(sql.getNextException());
                }
            }
        }
        return all;
    }

    private static Predicate<Throwable> state(String prefix) {
        return failure -> failure instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith(prefix);
    }

    private static Predicate<Throwable> says(String words) {
        return failure -> !(failure instanceof TenantRlsException)
                && failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains(words);
    }
}
