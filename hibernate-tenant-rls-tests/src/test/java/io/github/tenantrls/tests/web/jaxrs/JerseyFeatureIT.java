package io.github.tenantrls.tests.web.jaxrs;

import io.github.tenantrls.tests.support.Database;

class JerseyFeatureIT extends FeatureContract {

    JerseyFeatureIT(Database database) {
        super(database, Implementation.JERSEY);
    }
}
