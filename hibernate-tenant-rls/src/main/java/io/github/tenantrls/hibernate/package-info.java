// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What is named in {@code persistence.xml}, and what Hibernate finds by itself. */
@NullMarked
package io.github.tenantrls.hibernate;

import org.jspecify.annotations.NullMarked;
