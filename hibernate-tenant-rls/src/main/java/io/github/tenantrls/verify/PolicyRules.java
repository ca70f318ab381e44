// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What can be wrong with the policies of a table. */
final class PolicyRules {

    static final List<Rule> ALL = List.of(new NoPolicy(), new PolicyIgnoresTenant());

    private PolicyRules() {}
}
