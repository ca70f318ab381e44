// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.util.UUID;

/** A row as the model has it. */
record Item(UUID tenant, String name) {

    /** What an update makes of it. */
    Item updated() {
        return new Item(tenant, name + ".");
    }
}
