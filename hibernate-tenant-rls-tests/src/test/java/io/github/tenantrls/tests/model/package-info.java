// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Any sequence of what can be done with connections, against a model of what must be visible. */
@NullMarked
package io.github.tenantrls.tests.model;

import org.jspecify.annotations.NullMarked;
