// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** Has the tables {@code exported}, {@code exported_tags} and, by Envers, {@code exported_aud} and its collection's. */
@Entity(name = "exported")
@Table(name = "exported")
@TenantScoped
@Audited
public class Exported {
    @Id
    @GeneratedValue
    @Nullable
    Long id;

    @ElementCollection
    Set<String> tags = new HashSet<>();
}
