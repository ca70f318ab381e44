// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * The role that the connection is logged in as.
 *
 * @param name its name
 * @param superuser whether policies never apply to it, FORCE or not
 * @param bypassesRls whether policies do not apply to it by its own attribute
 * @param searchPath where it looks for tables without a schema
 * @param serverVersion the version of the server that it is logged in to
 */
record RoleFacts(String name, boolean superuser, boolean bypassesRls, String searchPath, String serverVersion) {}
