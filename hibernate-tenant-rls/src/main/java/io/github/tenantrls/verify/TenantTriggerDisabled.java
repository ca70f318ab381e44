// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** A trigger that is about the tenant never fires. */
final class TenantTriggerDisabled implements TableRule {

    @Override
    public String id() {
        return "RLS037";
    }

    @Override
    public String title() {
        return "tenant-trigger-disabled";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return Stream.ofNullable(table.structure().column())
                .flatMap(column -> column.disabledTriggers().stream())
                .map(trigger -> finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "the trigger " + trigger + " is about the tenant column "
                                + table.table().column()
                                + " but is disabled, so what it sets or checks is neither set nor checked",
                        List.of("alter table " + table.table().sqlName() + " enable trigger "
                                + SqlName.quote(trigger))));
    }
}
