// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;

/** A row of the table {@code item}, as far as all contenders map it alike. */
@MappedSuperclass
public abstract class Item {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(name = "item_seq", sequenceName = "item_seq", allocationSize = 50)
    Long id;

    /** The number of the tenant, which no contender uses to tell tenants apart: whoever reads a row holds it against this. */
    int owner;

    /** The place among the tenant's rows, from 0. */
    int place;

    String title = "new";

    int amount;
}
