// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What is kept in the second-level cache is a tenant's own, and not older than what the system wrote. */
package io.github.tenantrls.tests.cache;
