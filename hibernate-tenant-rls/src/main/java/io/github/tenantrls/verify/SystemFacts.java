// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * The role that is to see the rows of all tenants. Immutable.
 *
 * @param name its name
 * @param exists whether there is such a role
 * @param exempt whether it is a superuser or has BYPASSRLS
 * @param settable whether the role that logged in can become it by {@code set role}
 * @param assumed whether it does so for work of the system's; else the system has a login of its own
 */
record SystemFacts(String name, boolean exists, boolean exempt, boolean settable, boolean assumed) {}
