// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * For the tests of applications: that the tenants are isolated, on the schema as the application's migrations make it.
 *
 * <p>{@link io.github.tenantrls.testing.TenantIsolationExtension} needs JUnit 5 or later on the class path of the tests;
 * {@link io.github.tenantrls.testing.TenantAssertions} does not.
 */
@NullMarked
package io.github.tenantrls.testing;

import org.jspecify.annotations.NullMarked;
