// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** What belongs to one tenant. */
@Entity(name = "Purchase")
@Table(name = "purchase")
@TenantScoped
class Order {
    @Id
    @GeneratedValue
    @Nullable
    Long id;

    String item = "";
}
