// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import java.util.List;

/**
 * What docs/explain.md advises where an operator is not leakproof.
 *
 * @param name what it is called in figures
 * @param question what it is advised for
 * @param statement how the question is asked then
 * @param before what is done once, as the superuser
 * @param after what undoes it where others would profit from it
 */
record Advice(String name, Question question, Statement statement, List<String> before, List<String> after) {

    /** So many rows at most for a table of words, which is larger than the table itself. */
    static final int MOST_ROWS_OF_WORDS = 1_000_000;

    static final Advice STARTS_WITH = new Advice(
            "starts_with",
            Question.LIKE,
            new Statement("select id, title from task t where starts_with(title, ?){t}", List.of(Facts.PREFIX)),
            List.of(),
            List.of());

    static final Advice LEAKPROOF_LIKE = leakproof(Question.LIKE, "textlike(text, text)");

    static final Advice LEAKPROOF_MATCH = leakproof(Question.FULL_TEXT, "ts_match_vq(tsvector, tsquery)");

    static final Advice WORDS = new Advice(
            "words",
            Question.FULL_TEXT,
            new Statement(
                    "select t.id, t.title from task_word w join task t on t.id = w.task_id where w.word = ?{w}{t}",
                    List.of(Facts.WORD)),
            List.of(
                    "create table task_word (tenant_id uuid not null, word text not null, task_id bigint not null)",
                    "insert into task_word select tenant_id, unnest(tsvector_to_array(words)), id from task",
                    "alter table task_word add primary key (tenant_id, word, task_id)",
                    "alter table task_word owner to owner",
                    "vacuum analyze task_word"),
            List.of());

    private static Advice leakproof(Question question, String function) {
        return new Advice(
                "leakproof",
                question,
                question.statement(),
                List.of("alter function " + function + " leakproof"),
                List.of("alter function " + function + " not leakproof"));
    }

    static List<Advice> forRows(int rows) {
        return rows > MOST_ROWS_OF_WORDS
                ? List.of(STARTS_WITH, LEAKPROOF_LIKE, LEAKPROOF_MATCH)
                : List.of(STARTS_WITH, LEAKPROOF_LIKE, LEAKPROOF_MATCH, WORDS);
    }
}
