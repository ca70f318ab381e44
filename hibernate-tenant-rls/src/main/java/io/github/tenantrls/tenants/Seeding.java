// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates the tenants of a list that are not there yet, in one transaction. For one use. */
final class Seeding {

    private final RlsConfiguration configuration;
    private final TenantColumnType type;
    private final TenantStore store;
    private final TenantChanges changes;
    private final List<TenantSeed> seeds = new ArrayList<>();

    Seeding(RlsConfiguration configuration, TenantStore store, TenantChanges changes) {
        this.configuration = configuration;
        type = configuration.columnType();
        this.store = store;
        this.changes = changes;
    }

    /**
     * Creates them.
     *
     * @throws SeedFailedException if one of them cannot be
     */
    List<SeedOutcome> run(List<TenantSeed> given) {
        for (int i = 0; i < given.size(); i++) {
            try {
                seeds.add(checked(given.get(i)));
            } catch (TenantRlsException e) {
                throw new SeedFailedException(i, e);
            }
        }
        return seeds.isEmpty() ? List.of() : changes.seed(seeds, this::plantAll);
    }

    private TenantSeed checked(TenantSeed seed) {
        Slug.checked(type, seed.slug());
        TenantName.checked(seed.name());
        return seed.id() == null ? seed : new TenantSeed(type.normalize(seed.id()), seed.slug(), seed.name());
    }

    private List<SeedOutcome> plantAll(Connection connection) throws SQLException {
        List<SeedOutcome> outcomes = new ArrayList<>();
        for (TenantSeed seed : seeds) {
            try {
                outcomes.add(plant(connection, seed));
            } catch (TenantRlsException e) {
                throw new SeedFailedException(outcomes.size(), e);
            } catch (SQLException e) {
                throw new SeedFailedException(outcomes.size(), changes.failed("changed", e));
            }
        }
        return outcomes;
    }

    private SeedOutcome plant(Connection connection, TenantSeed seed) throws SQLException {
        Optional<Tenant> bySlug = store.findBySlug(connection, seed.slug());
        Optional<Tenant> there = seed.id() == null ? bySlug : store.find(connection, seed.id());
        if (!there.equals(bySlug)) {
            throw new DuplicateTenantException(
                    "The tenant was not created, because another has its "
                            + (bySlug.isPresent() ? "slug" : "identifier")
                            + " already; correct the identifier or the slug",
                    null);
        }
        return there.isPresent()
                ? new SeedOutcome(there.get(), false)
                : new SeedOutcome(
                        store.insert(
                                connection,
                                seed.id() == null ? TenantIdentifier.random(configuration) : seed.id(),
                                seed.slug(),
                                seed.name()),
                        true);
    }
}
