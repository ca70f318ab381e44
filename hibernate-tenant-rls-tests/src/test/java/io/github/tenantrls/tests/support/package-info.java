// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The database, its roles and the factories that the integration tests run on. */
@NullMarked
package io.github.tenantrls.tests.support;

import org.jspecify.annotations.NullMarked;
