// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import org.jspecify.annotations.Nullable;

/**
 * A role that the login role is a member of, itself or by way of others; one for each way.
 *
 * @param name its name
 * @param exempt whether it is a superuser or has BYPASSRLS
 * @param inherited whether its privileges hold without further ado
 * @param becomes whether {@code set role} leads to it, if need be after a grant that an admin option allows
 * @param acts whether its privileges can be had in any way at all
 * @param direct the role at the beginning of the way, of which the login role is a member itself
 * @param admin whether that membership has the admin option
 * @param grantor who granted it, for servers that can hold several such grants
 */
record ReachedRole(
        String name,
        boolean exempt,
        boolean inherited,
        boolean becomes,
        boolean acts,
        String direct,
        boolean admin,
        @Nullable String grantor) {

    /** Has the membership not inherit, if it is one in the role itself; else takes it away. */
    String inheritNoMore(String member) {
        return direct.equals(name)
                ? "grant " + SqlName.quote(name) + " to " + SqlName.quote(member) + " with inherit false"
                        + (grantor == null ? "" : " granted by " + SqlName.quote(grantor))
                : revoke(member);
    }

    /** Takes the membership away that the way begins with. */
    String revoke(String login) {
        return "revoke " + SqlName.quote(direct) + " from " + SqlName.quote(login)
                + (grantor == null ? "" : " granted by " + SqlName.quote(grantor))
                + (admin ? " cascade" : "");
    }
}
