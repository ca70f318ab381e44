// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Revisions that Envers keeps are read by their tenant alone. */
package io.github.tenantrls.tests.envers;
