// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Who the tenants are: created, known, suspended and deleted with all of their rows. */
package io.github.tenantrls.tests.tenants;
