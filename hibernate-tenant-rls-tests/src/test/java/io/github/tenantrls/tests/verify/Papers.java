// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.hibernate.annotations.SQLInsert;
import org.jspecify.annotations.Nullable;

/** Entities that differ in who gives them their identifiers. */
final class Papers {

    private Papers() {}

    @Entity(name = "paper")
    @TenantScoped
    static class Paper {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String name = "new";
    }

    @Entity(name = "leaf")
    @TenantScoped
    static class Leaf {
        @Id
        long id;
    }

    /** Its insert has no {@code returning}, so only the driver can tell the identifier. */
    @Entity(name = "sheet")
    @TenantScoped
    @SQLInsert(sql = "insert into sheet (name) values (?)")
    static class Sheet {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String name = "new";
    }
}
