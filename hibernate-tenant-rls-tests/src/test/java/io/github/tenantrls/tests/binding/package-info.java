// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The invariants of the binding (design, section 3), on connections of the driver and by their numbers. */
package io.github.tenantrls.tests.binding;
