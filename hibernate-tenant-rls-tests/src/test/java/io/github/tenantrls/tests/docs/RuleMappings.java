// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.Set;
import org.hibernate.Length;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;

/** Mappings that the pages about rules show. */
@SuppressWarnings("serial") // nobody serializes a region factory
final class RuleMappings {

    private RuleMappings() {}

    // tag::mapped-table[]
    @Entity
    @TenantScoped
    static class Project {
        @Id
        long id;

        @ElementCollection
        @CollectionTable(name = "project_tags", joinColumns = @JoinColumn(name = "project_id"))
        Set<String> tags;
    }
    // end::mapped-table[]

    // tag::not-scoped[]
    @Entity
    @Table(name = "project_note") // @TenantScoped is missing
    static class Note {
        @Id
        long id;

        String text;
    }
    // end::not-scoped[]

    // tag::scoped[]
    @Entity
    @TenantScoped
    @Table(name = "project_note")
    static class ScopedNote {
        @Id
        long id;

        String text;
    }
    // end::scoped[]

    // tag::long-text[]
    @Entity
    @TenantScoped
    static class ProjectWithContract {
        @Id
        long id;

        @Column(length = Length.LONG32) // instead of @Lob; bytea for a byte[]
        String contract;
    }
    // end::long-text[]

    // tag::simple-keys[]
    abstract static class SharedKeys extends RegionFactoryTemplate {
        @Override
        protected CacheKeysFactory getImplicitCacheKeysFactory() {
            return SimpleCacheKeysFactory.INSTANCE;
        }
    }
    // end::simple-keys[]

    // tag::tenant-keys[]
    abstract static class TenantKeys extends RegionFactoryTemplate {
        @Override
        protected CacheKeysFactory getImplicitCacheKeysFactory() {
            return DefaultCacheKeysFactory.INSTANCE;
        }
    }
    // end::tenant-keys[]
}
