// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;

/** Has two tables, {@code item} and {@code item_tags}. */
@Entity(name = "item")
@Table(name = "item")
@TenantScoped
class Item {
    @Id
    long id;

    @ElementCollection
    Set<String> tags = new HashSet<>();
}
