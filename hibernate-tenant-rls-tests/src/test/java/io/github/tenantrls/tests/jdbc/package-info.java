// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** {@link io.github.tenantrls.jdbc.RlsDataSource} over pools, and under what applications use it with. */
package io.github.tenantrls.tests.jdbc;
