// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Has one table, {@code memo}, which refers to none. */
@Entity(name = "memo")
@Table(name = "memo")
@TenantScoped
class Memo {
    @Id
    long id;

    @Nullable
    String text;
}
