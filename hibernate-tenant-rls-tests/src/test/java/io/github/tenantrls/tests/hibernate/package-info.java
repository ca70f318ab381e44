// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Every way in which Hibernate reaches the database, and what tenants see of each other through it: nothing. */
@NullMarked
package io.github.tenantrls.tests.hibernate;

import org.jspecify.annotations.NullMarked;
