// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
@org.jspecify.annotations.NullMarked
package io.github.tenantrls.tests.tenants;
