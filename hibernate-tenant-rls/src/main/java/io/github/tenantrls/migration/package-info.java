// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** From an existing schema to an isolated one: what is to be isolated, what that takes, and doing it while others work. */
@NullMarked
package io.github.tenantrls.migration;

import org.jspecify.annotations.NullMarked;
