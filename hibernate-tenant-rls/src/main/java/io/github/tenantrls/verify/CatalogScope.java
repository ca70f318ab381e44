// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * About which tables to ask what.
 *
 * @param tables those to ask about
 * @param odd the same if some of them are more than plain tables with keys within a tenant; else none
 * @param routines all that a function or procedure might reach; none if there is no such routine
 */
record CatalogScope(CatalogQuery tables, CatalogQuery odd, CatalogQuery routines) {}
