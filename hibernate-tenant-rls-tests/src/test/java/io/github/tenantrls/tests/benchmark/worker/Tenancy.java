// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import io.github.tenantrls.tests.benchmark.Contender;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.query.CommonQueryContract;

/** How a contender's application is written: its entities, its settings, and what its statements say of the tenant. */
abstract class Tenancy {

    static final String DATA_SOURCE = "jakarta.persistence.nonJtaDataSource";
    static final String PROVIDER = "hibernate.multi_tenant_connection_provider";
    static final String RESOLVER = "hibernate.tenant_identifier_resolver";
    static final String RUNTIME_ROLE = "app";

    private static final String PLACE = "{tenant}";

    final Class<? extends Item> item;
    final Class<? extends Mark> mark;
    private final boolean queryCondition;
    private final boolean nativeCondition;

    Tenancy(Class<? extends Item> item, Class<? extends Mark> mark, boolean queryCondition, boolean nativeCondition) {
        this.item = item;
        this.mark = mark;
        this.queryCondition = queryCondition;
        this.nativeCondition = nativeCondition;
    }

    static Tenancy of(Contender contender) {
        return switch (contender) {
            case PREDICATE, PREDICATE_8 -> new PredicateTenancy();
            case LIBRARY -> new LibraryTenancy();
            case TENANT_ID -> new TenantIdTenancy(true);
            case HIBERNATE_8 -> new TenantIdTenancy(false);
            case SEPARATE, BETTER_TENANT -> ProviderTenancy.separate();
            case SESSION -> ProviderTenancy.session();
        };
    }

    abstract Map<String, Object> settings(DataSource dataSource);

    abstract Item newItem(UUID tenant);

    abstract Mark newMark(UUID tenant);

    void runAs(UUID tenant, Runnable work) {
        CurrentTenant.runAs(tenant, work);
    }

    List<Class<?>> entities() {
        return List.of(item, mark);
    }

    /** Whether the row can be found by its identifier alone; else that is a query. */
    boolean findsByIdentifier() {
        return !queryCondition;
    }

    /** A query in HQL, with the tenant's condition at its place where the application has to write one. */
    String query(String hql) {
        return hql.replace(PLACE, queryCondition ? " and tenantId = :tenant" : "");
    }

    /** As {@link #query}, in SQL. */
    String nativeQuery(String sql) {
        return sql.replace(PLACE, nativeCondition ? " and tenant_id = :tenant" : "");
    }

    <Q extends CommonQueryContract> Q bindQuery(Q query, UUID tenant) {
        return bind(query, queryCondition, tenant);
    }

    <Q extends CommonQueryContract> Q bindNative(Q query, UUID tenant) {
        return bind(query, nativeCondition, tenant);
    }

    private static <Q extends CommonQueryContract> Q bind(Q query, boolean named, UUID tenant) {
        if (named) {
            query.setParameter("tenant", tenant);
        }
        return query;
    }
}
