// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Which tables the data of tenant-scoped entities lands in, and the DDL that protects each of them. */
@NullMarked
package io.github.tenantrls.schema;

import org.jspecify.annotations.NullMarked;
