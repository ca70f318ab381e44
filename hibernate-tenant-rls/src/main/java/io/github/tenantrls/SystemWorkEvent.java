// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** What Java Flight Recorder is told of a use of the system identity; only loaded where there is a recorder. */
@Name("io.github.tenantrls.SystemWork")
@Label("System Work")
@Category("Hibernate Tenant RLS")
@Description("Work that saw the rows of all tenants")
final class SystemWorkEvent extends Event {

    @Label("Reason")
    String reason = "";

    @Label("Caller")
    String caller = "";

    @Label("Succeeded")
    boolean succeeded;

    private SystemWorkEvent() {}

    /** Begins an event; what it returns ends it. */
    static SystemWorkJournal.Recording start() {
        SystemWorkEvent event = new SystemWorkEvent();
        event.begin();
        return work -> {
            event.reason = work.reason();
            event.caller = work.caller();
            event.succeeded = work.succeeded();
            event.commit();
        };
    }
}
