// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.UUID;

/** Starts the database and the application, and says what can be asked of it. */
@QuarkusMain
public final class Demo {

    private static final UUID ACME = UUID.fromString("0a000000-0000-4000-8000-000000000001");
    private static final UUID GLOBEX = UUID.fromString("0b000000-0000-4000-8000-000000000002");

    private Demo() {}

    public static void main(String[] args) throws Exception {
        Issuer issuer = new Issuer();
        issuer.settings().forEach(System::setProperty);
        if (System.getProperty(DemoDatabase.URL) != null) {
            Quarkus.run(args); // on that database
            return;
        }
        try (DemoDatabase database = DemoDatabase.start()) {
            database.settings().forEach(System::setProperty);
            explain(issuer);
            Quarkus.run(args);
        }
    }

    private static void explain(Issuer issuer) {
        System.out.printf("""
                ACME=%s; GLOBEX=%s
                ANN=%s
                BOB=%s
                curl -H "Authorization: Bearer $ANN" -H "X-Tenant-Id: $ACME" -d Apollo http://localhost:8080/projects
                curl -H "Authorization: Bearer $BOB" -H "X-Tenant-Id: $GLOBEX" http://localhost:8080/projects
                curl -H "Authorization: Bearer $BOB" -H "X-Tenant-Id: $ACME" http://localhost:8080/projects
                """, ACME, GLOBEX, issuer.token("ann", ACME), issuer.token("bob", GLOBEX));
    }
}
