// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.internal.tenants.UnitConnections;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads and changes the table of the tenants, each time in a transaction of its own, and says what is wrong. Thread-safe. */
final class TenantChanges {

    private static final String DUPLICATE = "23505";
    private static final String REFERRED = "23503";

    private final TenantDirectory directory;
    private final TenantStore store;

    TenantChanges(TenantDirectory directory, TenantStore store) {
        this.directory = directory;
        this.store = store;
    }

    /** Reads, for no tenant. */
    <T> T read(UnitConnections.Work<T> work) {
        try {
            directory.table(); // before there is a connection, so that a pool of one does
            return directory.connections().read(work);
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Changes a tenant, as the system, and has what is remembered of it forgotten. */
    Tenant change(String what, Object id, UnitConnections.Work<Tenant> work) {
        Tenant changed = null;
        try {
            directory.table();
            changed = directory.connections().asSystem(reason(what, id), work);
            return changed;
        } catch (SQLException e) {
            throw DUPLICATE.equals(e.getSQLState()) ? duplicate(id, e) : failed("changed", e);
        } finally {
            directory.changed(id, changed == null ? null : changed.slug()); // what fails may be committed all the same
        }
    }

    private static String reason(String what, Object id) {
        return "Tenants: " + what + TenantDirectory.printable(id);
    }

    private DuplicateTenantException duplicate(Object id, SQLException cause) {
        String taken = read(connection -> store.find(connection, id)).isPresent() ? "identifier" : "slug";
        return new DuplicateTenantException(
                directory.configuration().owner()
                        + ": the tenant was not created, because there is one with this " + taken
                        + " already; choose another, or find that one by "
                        + (taken.equals("slug") ? "findBySlug(slug)" : "find(id)"),
                cause);
    }

    /** Creates tenants, as the system, and has what is remembered of them forgotten. */
    List<SeedOutcome> seed(List<TenantSeed> seeds, UnitConnections.Work<List<SeedOutcome>> work) {
        List<SeedOutcome> outcomes = new ArrayList<>();
        try {
            directory.table();
            directory
                    .connections()
                    .asSystem("Tenants: seed " + seeds.size(), connection -> outcomes.addAll(work.on(connection)));
            return List.copyOf(outcomes);
        } catch (SQLException e) {
            throw failed("changed", e);
        } finally { // what fails may be committed all the same
            outcomes.stream().map(SeedOutcome::tenant).forEach(tenant -> directory.changed(tenant.id(), tenant.slug()));
        }
    }

    /** Deletes a suspended tenant with all of its rows, and has it forgotten, however far that goes. */
    void delete(Tenant suspended, TenantDeletion deletion) {
        try {
            deletion.run(reason("delete with all rows", suspended.id()));
        } catch (SQLException e) {
            throw failed("changed", e);
        } finally {
            directory.changed(suspended.id(), suspended.slug());
        }
    }

    /** What to throw for an error of the server. */
    TenantRlsException failed(String what, SQLException cause) {
        String remedy = REFERRED.equals(cause.getSQLState())
                ? "delete first what refers to it, and call this again"
                : "see that the table " + directory.configuration().tenants().table()
                        + " is there, that the application may read it and the system change it and the tables of the"
                        + " tenant-scoped entities";
        return new TenantRlsException(
                directory.configuration().owner() + ": the tenants cannot be " + what + " (" + cause.getMessage()
                        + "); " + remedy,
                cause);
    }
}
