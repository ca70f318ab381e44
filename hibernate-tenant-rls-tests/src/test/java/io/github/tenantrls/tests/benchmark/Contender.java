// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

/** A way to keep tenants apart that the others are compared with. */
public enum Contender {
    PREDICATE("a", "an explicit condition in each query, no row-level security"),
    LIBRARY("b", "hibernate-tenant-rls"),
    TENANT_ID("c", "Hibernate's @TenantId"),
    HIBERNATE_8("d", "Hibernate 8.0.0.Beta1, built-in row-level security"),
    SEPARATE("e", "set_config as a statement of its own in each transaction"),
    SESSION("f", "SET when a connection is taken, RESET when it is given back"),
    BETTER_TENANT("g", "Better Tenant's policy, with a bypass by or"),
    PREDICATE_8("a8", "as (a), on Hibernate 8.0.0.Beta1");

    /** The letter that tables and plots call it by. */
    public final String letter;

    /** What it is, in words for a legend. */
    public final String title;

    Contender(String letter, String title) {
        this.letter = letter;
        this.title = title;
    }

    /** Whether it runs on Hibernate 8.0.0.Beta1, on a class path of its own. */
    public boolean isOnHibernate8() {
        return this == HIBERNATE_8 || this == PREDICATE_8;
    }
}
