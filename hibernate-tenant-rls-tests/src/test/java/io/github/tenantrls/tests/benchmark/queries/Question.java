// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import java.util.List;

/**
 * A statement of an application, with a place for the tenant's condition on each of its tables, and parameters: {@code ?}
 * for what {@link Facts} holds under the names.
 */
enum Question {
    LISTING("listing", "select id, title from task t where true{t} order by created desc, id desc limit 50"),
    AGGREGATION("aggregation", "select priority, count(*), sum(id) from task t where true{t} group by priority"),
    JOIN(
            "join of three",
            "select t.id, p.name, t.title, r.body from project p join task t on t.project_id = p.id"
                    + " join remark r on r.task_id = t.id where p.id = ?{p}{t}{r}",
            Facts.PROJECT),
    PAGING(
            "keyset paging",
            "select id, title from task t where (created, id) < (?, ?){t} order by created desc, id desc limit 50",
            Facts.CREATED,
            Facts.ID),
    LIKE("like", "select id, title from task t where title like ?{t}", Facts.PATTERN),
    FULL_TEXT("full text", "select id, title from task t where words @@ to_tsquery('simple', ?){t}", Facts.WORD),
    BULK_UPDATE("bulk update", "update task t set done = not done where project_id = ?{t}", Facts.PROJECT);

    final String title;

    @SuppressWarnings("ImmutableEnumChecker") // its lists are not changed
    private final Statement statement;

    Question(String title, String sql, String... parameters) {
        this.title = title;
        this.statement = new Statement(sql, List.of(parameters));
    }

    Statement statement() {
        return statement;
    }
}
