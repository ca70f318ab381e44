// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Work for all tenants: as whom, by which way, and who else can. */
package io.github.tenantrls.tests.system;
