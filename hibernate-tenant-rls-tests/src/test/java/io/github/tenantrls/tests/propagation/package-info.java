// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The ways in which a tenant gets to another thread. */
package io.github.tenantrls.tests.propagation;
