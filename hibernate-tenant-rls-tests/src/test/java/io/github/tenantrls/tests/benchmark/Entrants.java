// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.support.OtherServer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All contenders, started when first asked for. Not thread-safe. */
final class Entrants implements AutoCloseable {

    /** How many tenants have rows. */
    static final int TENANTS = 100;

    private final OtherServer server;
    private final Run run;
    private final Map<Contender, Entrant> started = new EnumMap<>(Contender.class);

    Entrants(OtherServer server, Run run) {
        this.server = server;
        this.run = run;
    }

    List<Entrant> all() throws Exception {
        for (Contender contender : Contender.values()) {
            get(contender);
        }
        return new ArrayList<>(started.values());
    }

    Entrant get(Contender contender) throws Exception {
        Entrant entrant = started.get(contender);
        if (entrant == null) {
            entrant = Entrant.start(contender, server, run, TENANTS);
            started.put(contender, entrant);
        }
        return entrant;
    }

    /** Ends their JVMs, and drops their databases. */
    @Override
    public void close() {
        started.values().forEach(Entrant::close);
        started.clear();
    }
}
