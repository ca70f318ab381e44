// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import java.util.Collection;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jspecify.annotations.Nullable;

/** What a step works with: for whom, and what it must see. For one thread. */
final class Scene {

    final UUID tenant;
    final Random random;
    final Effects effects;
    private final Findings findings;

    Scene(UUID tenant, Random random, Effects effects, Findings findings) {
        this.tenant = tenant;
        this.random = random;
        this.effects = effects;
        this.findings = findings;
    }

    /** For one of the tenants, in a transaction of its own. */
    static Scene any(Results results, Random random, String origin) {
        UUID tenant = Population.TENANTS.get(random.nextInt(Population.TENANTS.size()));
        return new Scene(tenant, random, new Effects(results.outcomes(), origin), results.findings());
    }

    /** One of the tenant's accounts. */
    long account() {
        return Population.anyAccount(tenant, random);
    }

    /** An account of another tenant, or of the one for whom nobody works. */
    long othersAccount() {
        return Population.anyAccount(other(), random);
    }

    UUID other() {
        return Population.other(tenant, random);
    }

    /** A row was read: it must be the tenant's. */
    void own(UUID owner) {
        if (!owner.equals(tenant)) {
            throw found(Kind.LEAK, "a row of " + owner + " was read for " + tenant);
        }
    }

    /**
     * What {@code find} must find. In a transaction that an error has marked for rollback, Hibernate gives null instead of
     * the error.
     */
    <T> T found(SharedSessionContract session, @Nullable T entity) {
        if (entity == null && session.getTransaction().getStatus() == TransactionStatus.MARKED_ROLLBACK) {
            throw new Swallowed();
        }
        seen(entity != null, "find finds nothing");
        return Objects.requireNonNull(entity);
    }

    /** Hibernate has kept an error to itself. */
    static final class Swallowed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Swallowed() {
            super("find has found nothing, and the transaction is marked for rollback");
        }
    }

    /** All accounts were read: the tenant's, each of them. */
    void accounts(Collection<UUID> owners) {
        owners.forEach(this::own);
        if (owners.size() != Population.ACCOUNTS) {
            throw found(Kind.LOST, owners.size() + " of " + Population.ACCOUNTS + " accounts were seen for " + tenant);
        }
    }

    /** Something is to be so, or else what was committed is not there or cannot be seen. */
    void seen(boolean asItShould, String what) {
        if (!asItShould) {
            throw found(Kind.LOST, what + ", for " + tenant);
        }
    }

    /** Something of others was to be out of reach. */
    void outOfReach(boolean asItShould, String what) {
        if (!asItShould) {
            throw found(Kind.LEAK, what + ", for " + tenant);
        }
    }

    private Violation found(Kind kind, String what) {
        findings.add(kind, what);
        return new Violation(what);
    }
}
