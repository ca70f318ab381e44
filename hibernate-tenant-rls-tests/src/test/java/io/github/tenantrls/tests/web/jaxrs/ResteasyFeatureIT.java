// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import io.github.tenantrls.tests.support.Database;

class ResteasyFeatureIT extends FeatureContract {

    ResteasyFeatureIT(Database database) {
        super(database, Implementation.RESTEASY);
    }
}
