// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/** A row of the table {@code mark}, whose identifier the table itself gives. */
@MappedSuperclass
public abstract class Mark {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String title = "new";
}
