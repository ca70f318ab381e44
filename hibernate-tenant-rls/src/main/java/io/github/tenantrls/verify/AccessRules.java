// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What the runtime role must not be, or reach. */
final class AccessRules {

    static final List<Rule> ALL = List.of(
            new RoleIsSuperuser(),
            new RoleBypassesRls(),
            new RoleCanBypass(),
            new RoleOwnsTable(),
            new TenantPreset(),
            new ViewBypasses(),
            new MaterializedViewReadable(),
            new DefinerReachesTable(),
            new DefinerPathOpen(),
            new PrivilegeBeyondPolicies(),
            new UserLeakproof(),
            new RowSecurityOff(),
            new SettingUnfit(),
            new DefaultPrivileges(),
            new RuntimeRoleUnused(),
            new RoleCanCreate(),
            new SystemRoleUnreachable(),
            new SystemRoleReachable(),
            new RolePreset(),
            new SystemRoleExempt());

    private AccessRules() {}
}
