// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Projects of several tenants, on Quarkus. */
@NullMarked
package io.github.tenantrls.examples.quarkus;

import org.jspecify.annotations.NullMarked;
