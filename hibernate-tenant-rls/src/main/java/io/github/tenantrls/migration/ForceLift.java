// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets the owner, as which rows are filled, see them where row-level security is forced, until it is forced again at the end.
 * The application must not work as the owner then.
 */
final class ForceLift {

    private static final String IS_MEMBER = """
            select 1 from pg_catalog.pg_roles r
             where r.rolname = ? and pg_catalog.pg_has_role(r.oid, ?::pg_catalog.name, 'member')""";

    private final PlanContext context;
    private final PlanSteps steps;
    private final Set<String> lifted = new HashSet<>();

    ForceLift(PlanContext context, PlanSteps steps) {
        this.context = context;
        this.steps = steps;
    }

    /** Finds the tables that are filled, or tell what others are filled with. */
    void plan() throws SQLException {
        for (TableState table : context.tables()) {
            Fill fill = context.fills().of(table).orElse(null);
            if (fill != null && context.backfills(table)) {
                for (TableState read :
                        Stream.concat(Stream.of(table), fill.reads().stream()).toList()) {
                    if (context.isHidden(read) && !lifted.contains(read.oid())) {
                        lift(read);
                    }
                }
            }
        }
    }

    /** Whether row-level security is to be forced at the end, though it is now. */
    boolean isLifted(TableState table) {
        return lifted.contains(table.oid());
    }

    static TenantRlsException hidden(PlanContext context, TableState table) {
        return new TenantRlsException("The rows of " + table.subject() + " are hidden from "
                + context.session().role()
                + ", because row-level security is forced there, so they cannot be filled; run"
                + " it as a role with BYPASSRLS, or set " + TenantRlsSettings.RUNTIME_ROLE
                + " to a role of the application that is no member of the owner, or run "
                + forced(table)
                        .map(each -> "alter table " + each.sqlName() + " no force row level security")
                        .collect(Collectors.joining("; "))
                + " while nobody works");
    }

    private void lift(TableState table) throws SQLException {
        String runtime = context.runtimeRole();
        if (runtime == null || context.catalog().any(IS_MEMBER, runtime, table.owner())) {
            throw hidden(context, table);
        }
        List<String> statements = new ArrayList<>();
        List<String> undo = new ArrayList<>();
        forced(table).forEach(each -> {
            lifted.add(each.oid());
            statements.add("alter table " + each.sqlName() + " no force row level security");
            undo.add(context.ddl(each).force());
        });
        steps.add(
                MigrationPhase.PREPARE,
                StepKind.ROW_SECURITY,
                table.subject(),
                "let the owner of " + table.subject() + " see its rows while tenants are filled in",
                statements,
                undo);
    }

    private static Stream<TableState> forced(TableState table) {
        return table.all().filter(each -> each.rowSecurity() && each.forced());
    }
}
