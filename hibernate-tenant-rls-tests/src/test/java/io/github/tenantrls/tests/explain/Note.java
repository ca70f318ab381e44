// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.explain;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Has a column of each kind that conditions are about. */
@Entity
@Table(name = "note")
@TenantScoped
class Note {
    @Id
    long id;

    String code = "";
    String title = "";
    String body = "";
    BigDecimal amount = BigDecimal.ZERO;
    LocalDate made = LocalDate.EPOCH;
    long author;
}
