// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** For tests of rules about the identity of the system: a bench, with a login or a role of the system. */
@ExtendWith(DatabaseExtension.class)
abstract class SystemRuleTests {

    final Database database;
    final RuleBench bench;

    SystemRuleTests(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
    }

    RuleBench login() {
        return bench.with(TenantRlsSettings.SYSTEM_USER, database.user(Role.SYSTEM))
                .with(TenantRlsSettings.SYSTEM_PASSWORD, database.password(Role.SYSTEM));
    }

    /** The library's schema for a role that logs in and takes on that of the system. */
    RuleBench assume(String system, String login) {
        bench.with(TenantRlsSettings.SYSTEM_ROLE, system);
        return schemaFor(login)
                .fault("grant usage on schema public to " + system)
                .fault(membership(system, login));
    }

    RuleBench schemaFor(String login) {
        database.empty();
        bench.with(TenantRlsSettings.RUNTIME_ROLE, login).schema().logInAs(login);
        return bench.fault("grant usage on schema public to " + login);
    }

    /** A membership that does not inherit: of a member that does not, before PostgreSQL 16. */
    String membership(String role, String member) {
        return "grant " + role + " to " + member + (bench.version() >= 160_000 ? " with inherit false" : "");
    }

    List<Long> visibleToSystem() {
        return bench.asSystem(em ->
                em.createQuery("select id from item order by id", Long.class).getResultList());
    }
}
