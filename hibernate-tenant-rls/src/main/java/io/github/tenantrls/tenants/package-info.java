// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The tenants of a service: work that is done once for each of them. */
@NullMarked
package io.github.tenantrls.tenants;

import org.jspecify.annotations.NullMarked;
