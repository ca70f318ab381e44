// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view, or a table with a rule, that reaches tables with the rights of an owner to whom their policies do not apply.
 *
 * @param schema its schema
 * @param name its name
 * @param view whether it is a view, and not a table with a rule
 * @param owner whose rights it uses
 * @param tables the tables that it reaches, for people
 * @param throughs what the runtime role gets to it by, for people: the view itself, or others over it
 * @param fitOwner the owner of such a table, if the policies do apply to that one
 */
record ViewFacts(
        String schema,
        String name,
        boolean view,
        String owner,
        List<String> tables,
        List<String> throughs,
        @Nullable String fitOwner) {

    String subject() {
        return schema + "." + name;
    }

    String sqlName() {
        return SqlName.quote(schema) + "." + SqlName.quote(name);
    }
}
