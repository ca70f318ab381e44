// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * The binding: JDBC objects that let no data statement reach the server before the tenant is set in the transaction in
 * which it runs.
 *
 * <p>Classes named {@code Forwarding..} only hand calls on; the behaviour is in those named {@code Bound..} and {@code
 * Composed..}, and the rules they keep are in {@link io.github.tenantrls.internal.jdbc.Binding}.
 */
@NullMarked
package io.github.tenantrls.internal.jdbc;

import org.jspecify.annotations.NullMarked;
