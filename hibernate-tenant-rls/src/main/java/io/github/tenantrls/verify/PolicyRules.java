// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What can be wrong with the policies of a table. */
final class PolicyRules {

    static final List<Rule> ALL = List.of(
            new NoPolicy(),
            new InheritedPolicy(),
            new PolicyWidens(),
            new PolicyShowsAll(),
            new CheckWeaker(),
            new OnlyRestrictive(),
            new CommandUncovered(),
            new PolicyIgnoresTenant(),
            new NoPolicyForRole(),
            new OtherSetting(),
            new SettingRaises(),
            new BypassSetting(),
            new IndexUnused(),
            new NoFloor(),
            new FunctionInPolicy(),
            new PolicyReadsTable(),
            new NoPolicyForSystem());

    private PolicyRules() {}
}
