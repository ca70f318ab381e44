// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Set;

/**
 * For whom a policy is.
 *
 * @param direct whether it names the role that asks, or PUBLIC
 * @param through the roles that it names and that the role that asks is, or inherits the rights of
 * @param revoking the statements that take memberships from the role that asks, so that it inherits none of them
 * @param configured whether it is for the role that the settings name as the one that the application logs in as
 * @param system whether it names the role of the system, or one whose rights that inherits
 * @param everybody whether it names PUBLIC
 */
record PolicyAudience(
        boolean direct,
        Set<String> through,
        List<String> revoking,
        boolean configured,
        boolean system,
        boolean everybody) {

    boolean applies() {
        return direct || !through.isEmpty();
    }
}
