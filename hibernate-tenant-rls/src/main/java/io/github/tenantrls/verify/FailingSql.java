// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * Expressions that fail at a row which the policies let through, so that a statement tells that it reaches a row and
 * changes none for good.
 *
 * <p>They stand where a statement computes what it writes or returns. In a condition the server could look at them before
 * the policies: an expression without columns tells nothing about a row, and so needs no protection from being seen. A
 * column in it would be a read, which the policies for select restrict too.
 */
final class FailingSql {

    /** A text that cannot be computed; volatile, or the server would compute it while it plans. */
    static final String TEXT = "(1 / (pg_catalog.random() * 0)::pg_catalog.int4)::pg_catalog.text";

    private static final String COUNT = "pg_catalog.set_config('tenant_rls.probe_row', (coalesce(nullif("
            + "pg_catalog.current_setting('tenant_rls.probe_row', true), ''), '0')::pg_catalog.int4 + 1)"
            + "::pg_catalog.text, true)";

    /** The value of a parameter for the first row; cannot be computed for the next, when the first has been written. */
    static final String PARAMETER_ONCE = "case " + COUNT + " when '1' then ?::pg_catalog.text else " + TEXT + " end";

    private FailingSql() {}
}
