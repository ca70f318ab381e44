// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What belongs to a tenant. */
@Entity(name = "Client")
@TenantScoped
class Client {
    @Id
    long id;
}
