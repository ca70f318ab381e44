// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.schema.TenantTable;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The tenants of a persistence unit or of a database, in the table that {@link io.github.tenantrls.TenantRlsSettings#TENANTS_TABLE} names.
 *
 * <pre>{@code
 * Tenant acme = Tenants.of(entityManagerFactory).create("acme", "Acme Ltd");
 * }</pre>
 *
 * <p>Every call is a transaction of its own, or several, and joins none of the application's, which sees what was changed
 * as it sees the work of others. Reading needs no tenant. Changing is work of the system: it needs an identity for it, see
 * {@link io.github.tenantrls.TenantRlsSettings#SYSTEM_USER}, and is logged as {@link
 * io.github.tenantrls.TenantContext#runAsSystem} is. All methods throw a {@link TenantRlsException} with the server's error
 * as cause if the table cannot be read or changed. Thread-safe.
 */
public final class Tenants {

    /** The most tenants that a page can have. */
    public static final int MAX_PAGE = 1000;

    private final TenantsOwner owner;
    private final TenantDirectory directory;
    private final TenantColumnType type;
    private final TenantStore store;
    private final TenantChanges changes;
    private final NamedTenants named;

    private Tenants(TenantsOwner owner) {
        this.owner = owner;
        directory = owner.directory();
        type = directory.configuration().columnType();
        store = new TenantStore(directory);
        changes = new TenantChanges(directory, store);
        named = new NamedTenants(directory, changes);
    }

    /**
     * The tenants of a factory's persistence unit.
     *
     * @param factory a factory that uses this library's connection provider
     * @return its tenants
     * @throws TenantRlsException if it does not use it
     */
    public static Tenants of(EntityManagerFactory factory) {
        return new Tenants(UnitTenants.of(factory));
    }

    /**
     * The tenants of a database, for a program without a persistence unit; Hibernate is not needed.
     *
     * @param system connections of a login that the policies let see the rows of all tenants, or, with {@link
     *     io.github.tenantrls.TenantRlsSettings#SYSTEM_ROLE}, of one that may take on that role
     * @param tables the tables whose rows belong to one tenant each: those that {@link #delete(Object)} looks into
     * @param settings settings of the library, such as {@code COLUMN_TYPE} and {@code TENANTS_TABLE}
     * @return its tenants; {@link #forEach()} throws
     * @throws TenantRlsException if a setting is unknown or cannot be read
     */
    public static Tenants of(DataSource system, List<TenantTable> tables, Map<String, ?> settings) {
        return new Tenants(DatabaseTenants.of(system, tables, settings));
    }

    /**
     * Creates an active tenant with a random identifier.
     *
     * @param slug see {@link Tenant#slug}
     * @param name its name for people, 1 to 255 characters
     * @return the tenant
     * @throws InvalidSlugException if the slug is none
     * @throws DuplicateTenantException if another tenant has the slug
     * @throws TenantRlsException if identifiers are not of type {@code uuid}, or the name is empty or too long
     */
    public Tenant create(String slug, String name) {
        return create(TenantIdentifier.random(directory.configuration()), slug, name);
    }

    /**
     * Creates an active tenant.
     *
     * @param id its identifier
     * @param slug see {@link Tenant#slug}
     * @param name its name for people, 1 to 255 characters
     * @return the tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     * @throws InvalidSlugException if the slug is none
     * @throws DuplicateTenantException if another tenant has the identifier or the slug
     * @throws TenantRlsException if the name is empty or too long
     */
    public Tenant create(Object id, String slug, String name) {
        Object tenant = type.normalize(id);
        Slug.checked(type, slug);
        TenantName.checked(name);
        return changes.change("create", tenant, connection -> store.insert(connection, tenant, slug, name));
    }

    /**
     * Creates those tenants of a list that are not there yet, all of them or, if it throws, none.
     *
     * @param seeds the tenants, active once they are created
     * @return what came of each, in the same order
     * @throws SeedFailedException if one cannot be created, as {@link #create(Object, String, String)} says, or the
     *     identifier or the slug of one, but not both, is that of a tenant that is there
     */
    public List<SeedOutcome> seed(List<TenantSeed> seeds) {
        return new Seeding(directory.configuration(), store, changes).run(seeds);
    }

    /**
     * A tenant by its identifier.
     *
     * @param id its identifier
     * @return the tenant, or empty if there is none
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public Optional<Tenant> find(Object id) {
        Object tenant = type.normalize(id);
        return changes.read(connection -> store.find(connection, tenant));
    }

    /**
     * A tenant by its slug.
     *
     * @param slug its slug
     * @return the tenant, or empty if there is none
     */
    public Optional<Tenant> findBySlug(String slug) {
        return Slug.isValid(type, slug)
                ? changes.read(connection -> store.findBySlug(connection, slug))
                : Optional.empty();
    }

    /**
     * The first tenants in the order of their slugs.
     *
     * @param limit how many at most, 1 to {@value #MAX_PAGE}
     * @return the tenants
     */
    public List<Tenant> list(int limit) {
        return page("", limit);
    }

    /**
     * The tenants after one in the order of their slugs, such as the last of a page before.
     *
     * @param afterSlug its slug; it need not exist any more
     * @param limit how many at most, 1 to {@value #MAX_PAGE}
     * @return the tenants
     * @throws InvalidSlugException if the slug is none
     */
    public List<Tenant> list(String afterSlug, int limit) {
        return page(Slug.checked(type, afterSlug), limit);
    }

    /**
     * Something to be done once for each active tenant, in the order of their slugs.
     *
     * <pre>{@code
     * tenants.forEach().parallelism(4).run((em, tenant) -> invoice(em)).throwIfFailed();
     * }</pre>
     *
     * <p>They are read page by page while it is done: a tenant that is created or suspended meanwhile may or may not be among
     * them.
     *
     * @return the work, still without an action
     */
    public ForEachTenant forEach() {
        return owner.forEach(() -> new ActiveTenants(lastSlug -> page(lastSlug, MAX_PAGE)))
                .total(changes.read(store::countActive));
    }

    /**
     * The identifier that a text from outside names: an identifier passes unchanged and is not looked up, a slug is.
     *
     * <p>Where identifiers are texts, both are looked up, and an identifier counts before a slug. What was looked up is
     * remembered, see {@link io.github.tenantrls.TenantRlsSettings#TENANTS_CACHE_TTL}; suspended tenants have slugs too.
     *
     * @param idOrSlug any text
     * @return the identifier, as the class that the tenant column has in Java; empty if it is neither, or nobody has the slug
     */
    public Optional<Object> resolve(String idOrSlug) {
        return named.find(idOrSlug);
    }

    /**
     * The identifier that a text from outside names, for somebody who is to work for that tenant: as {@link #resolve} finds it,
     * and active where {@link io.github.tenantrls.TenantRlsSettings#KNOWN_TENANTS} is {@code true}.
     *
     * <p>Where nothing says that there is a table of tenants, only identifiers name one, and no table is looked into.
     *
     * @param idOrSlug any text
     * @return the identifier, as the class that the tenant column has in Java
     * @throws InvalidTenantException if it is neither an identifier nor a slug; the message does not repeat it
     * @throws io.github.tenantrls.UnknownTenantException if nobody has the slug, or a tenant must be known and is not
     * @throws io.github.tenantrls.SuspendedTenantException if a tenant must be active and is not
     */
    public Object require(String idOrSlug) {
        return named.require(idOrSlug);
    }

    /**
     * Gives a tenant another name for people.
     *
     * @param id its identifier
     * @param name its name, 1 to 255 characters
     * @return the tenant as it is now
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public Tenant rename(Object id, String name) {
        Object tenant = type.normalize(id);
        TenantName.checked(name);
        return changes.change("rename", tenant, connection -> store.rename(connection, tenant, name));
    }

    /**
     * Has no more work done for a tenant, where {@link io.github.tenantrls.TenantRlsSettings#KNOWN_TENANTS} is {@code true}:
     * at once by this factory, and by others in this JVM, but for sessions that have a connection; by other JVMs as soon as
     * they look again.
     *
     * @param id its identifier
     * @return the tenant as it is now
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public Tenant suspend(Object id) {
        return setStatus("suspend", id, TenantStatus.SUSPENDED);
    }

    /**
     * Has work done for a tenant again.
     *
     * @param id its identifier
     * @return the tenant as it is now
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public Tenant activate(Object id) {
        return setStatus("activate", id, TenantStatus.ACTIVE);
    }

    /**
     * Deletes a tenant that has no rows in the tables of the tenant-scoped entities.
     *
     * <p>What another transaction inserts for it meanwhile is not seen, unless the tenant columns refer to the table of the
     * tenants by a foreign key.
     *
     * @param id its identifier
     * @throws TenantHasRowsException if it has rows, naming the tables
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public void delete(Object id) {
        Object tenant = type.normalize(id);
        changes.change("delete", tenant, connection -> {
            owner.rows(tenant).refuseAny(connection);
            return store.delete(connection, tenant);
        });
    }

    /**
     * Suspends a tenant, deletes its rows in the tables of the tenant-scoped entities, those first that refer to others, and
     * then the tenant.
     *
     * <p>In many transactions: if it fails or is interrupted, what is deleted remains so, the tenant remains suspended, and
     * the next call goes on.
     *
     * @param id its identifier
     * @param options how
     * @throws TenantHasRowsException if there are rows in the end nevertheless, because others go on inserting or a trigger
     *     keeps them
     * @throws io.github.tenantrls.UnknownTenantException if there is no such tenant
     * @throws InvalidTenantException if the tenant column cannot hold the identifier
     */
    public void delete(Object id, DeleteOptions options) {
        Tenant suspended = suspend(id);
        TenantRows rows = owner.rows(suspended.id());
        changes.delete(suspended, new TenantDeletion(directory.connections(), store, rows, options));
    }

    private Tenant setStatus(String what, Object id, TenantStatus status) {
        Object tenant = type.normalize(id);
        return changes.change(what, tenant, connection -> store.setStatus(connection, tenant, status));
    }

    private List<Tenant> page(String afterSlug, int limit) {
        return changes.read(connection -> store.page(connection, afterSlug, limit));
    }
}
