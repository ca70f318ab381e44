// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What README and documentation show and claim, run. */
@NullMarked
package io.github.tenantrls.tests.docs;

import org.jspecify.annotations.NullMarked;
