// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.util.UUID;
import java.util.function.Consumer;

/** What is done in the transactions whose round trips are counted. */
public enum Shape {
    FIND("find by identifier", statements -> statements.find(Participant.item(1, 1))),
    QUERY("query", statements -> statements.list(10, 10)),
    PAGE("query with a fetch size", statements -> statements.page(10, 20)),
    NATIVE("native query", statements -> statements.nativeTitle(3)),
    PERSIST("persist with a sequence", Statements::persistItem),
    BULK_UPDATE("bulk update", statements -> statements.bulkUpdate(4)),
    UPDATE("find and update", statements -> statements.find(Participant.item(1, 6)).amount++),
    LOCK("lock and update", statements -> statements.lock(Participant.item(1, 7)).amount++),
    IDENTITY("persist with an identity", Statements::persistMark),
    BATCH("batch insert of 20", true, statements -> {
        for (int i = 0; i < 20; i++) {
            statements.persistItem();
        }
    }),
    JDBC("statement that is not prepared", true, Statements::byJdbc),
    ROLLBACK("query and roll back", statements -> statements.list(20, 10));

    /** So many inserts of a batch go in one message. */
    private static final int BATCH_SIZE = 20;

    /** What it is called in tables. */
    public final String title;

    /** Whether the library documents that it binds by a statement of its own here. */
    public final boolean isFallback;

    @SuppressWarnings("ImmutableEnumChecker") // no lambda above holds anything
    private final Consumer<Statements> work;

    Shape(String title, Consumer<Statements> work) {
        this(title, false, work);
    }

    Shape(String title, boolean fallback, Consumer<Statements> work) {
        this.title = title;
        this.isFallback = fallback;
        this.work = work;
    }

    void run(Application application, UUID tenant) {
        if (this == ROLLBACK) {
            application.rolledBack(tenant, session -> work.accept(application.statements(session, tenant)));
        } else {
            application.inTransaction(tenant, session -> {
                if (this == BATCH) {
                    session.setJdbcBatchSize(BATCH_SIZE);
                }
                work.accept(application.statements(session, tenant));
            });
        }
    }
}
