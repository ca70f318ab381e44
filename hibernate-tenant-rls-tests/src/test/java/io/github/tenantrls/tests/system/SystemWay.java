// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.system;

import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import org.hibernate.SessionFactory;

/** The ways in which a persistence unit gets the system's identity. */
enum SystemWay {
    /** A login of its own. */
    LOGIN(Role.APP) {
        @Override
        Factories configure(Factories factories) {
            return factories.systemLogin();
        }
    },
    /** A role that the application's login takes on. */
    ROLE(Role.SWITCHING) {
        @Override
        Factories configure(Factories factories) {
            return factories.systemRole();
        }
    };

    /** As whom the application logs in. */
    final Role runtime;

    SystemWay(Role runtime) {
        this.runtime = runtime;
    }

    abstract Factories configure(Factories factories);

    SessionFactory open(Factories factories) {
        return configure(factories).openAs(runtime);
    }
}
