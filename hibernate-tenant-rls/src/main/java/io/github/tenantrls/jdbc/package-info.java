// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The binding for code that uses a {@code DataSource} itself: plain JDBC, and libraries on top of it. Needs no Hibernate. */
@NullMarked
package io.github.tenantrls.jdbc;

import org.jspecify.annotations.NullMarked;
