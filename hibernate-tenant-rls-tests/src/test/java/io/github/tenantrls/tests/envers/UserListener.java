// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.envers;

import io.github.tenantrls.TenantContext;
import org.hibernate.envers.RevisionListener;

/** Notes in each revision who made it. */
public final class UserListener implements RevisionListener {

    @Override
    public void newRevision(Object revision) {
        String user = "user of " + TenantContext.current().orElse("the system");
        if (revision instanceof History.SharedRevision shared) {
            shared.username = user;
        } else if (revision instanceof History.TenantRevision own) {
            own.username = user;
        }
    }
}
