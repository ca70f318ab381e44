// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the adapters of several frameworks share. */
@NullMarked
package io.github.tenantrls.internal.web;

import org.jspecify.annotations.NullMarked;
