// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What the runtime role must not be, or reach. */
final class AccessRules {

    static final List<Rule> ALL = List.of(new RoleIsSuperuser(), new RoleBypassesRls());

    private AccessRules() {}
}
