// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Not for applications: may change at any time. */
@NullMarked
package io.github.tenantrls.internal;

import org.jspecify.annotations.NullMarked;
