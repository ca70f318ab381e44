// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.benchmark.Policies;
import io.github.tenantrls.tests.benchmark.Run;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The cost of queries by the size of the table, for a hundred tenants, and by the number of tenants, for a million rows. */
public final class Queries {

    /** Beyond it the answers to a second tenant are not compared: it would take minutes. */
    private static final int MOST_ROWS_TO_CHECK_TWICE = 1_000_000;

    private final OtherServer server;
    private final String hibernateCondition;
    private final Run run;

    /**
     * Creates the experiment.
     *
     * @param hibernateCondition the condition of the policies that Hibernate 8 itself made
     */
    public Queries(OtherServer server, String hibernateCondition, Run run) {
        this.server = server;
        this.hibernateCondition = hibernateCondition;
        this.run = run;
    }

    /** A table's rows, and how many tenants they are of. */
    private record Size(int rows, int tenants) {}

    private static final List<Size> FEW = List.of(new Size(10_000, 100), new Size(100_000, 100));

    private static final List<Size> ALL = List.of(
            new Size(10_000, 100),
            new Size(100_000, 100),
            new Size(1_000_000, 100),
            new Size(10_000_000, 100),
            new Size(1_000_000, 10),
            new Size(1_000_000, 1_000),
            new Size(1_000_000, 10_000),
            new Size(1_000_000, 100_000));

    /** Measures all sizes, each in a database of its own. */
    public void measure() throws Exception {
        boolean first = true;
        for (Size size : run.choose(FEW, ALL)) {
            try (Database database = server.createDatabase()) {
                if (first) {
                    Rows.createRoles(database);
                    first = false;
                }
                new Rows(database, size.rows, size.tenants).load(hibernateCondition);
                measure(database, size);
            }
        }
    }

    private void measure(Database database, Size size) throws SQLException, IOException {
        Facts facts = Facts.of(database);
        checkThatOthersHaveRows(database, facts);
        for (Question question : Question.values()) {
            if (question != Question.BULK_UPDATE) {
                ask(database, size, question, facts);
            }
        }
        for (Advice advice : Advice.forRows(size.rows)) {
            follow(database, size, advice, facts);
        }
        ask(database, size, Question.BULK_UPDATE, facts); // last, because it leaves rows that are dead
    }

    private void ask(Database database, Size size, Question question, Facts facts) throws SQLException, IOException {
        List<Asked> all = new ArrayList<>();
        for (Asker asker : Asker.ALL) {
            all.add(new Asked(database, asker, question.statement(), facts));
        }
        compare(all, size, question);
        if (size.rows <= MOST_ROWS_TO_CHECK_TWICE) {
            List<Asked> second = new ArrayList<>();
            for (Asker asker : Asker.ALL) {
                second.add(new Asked(database, asker, question.statement(), facts.ofAnother()));
            }
            check(second, question);
            close(second);
        }
    }

    private void follow(Database database, Size size, Advice advice, Facts facts) throws SQLException, IOException {
        database.sql(Role.SUPERUSER, advice.before().toArray(String[]::new));
        if (advice.equals(Advice.WORDS)) {
            database.sql(Role.OWNER, Policies.ofLibrary("task_word").toArray(String[]::new));
        }
        Question question = advice.question();
        compare(
                List.of(
                        new Asked(database, Asker.EXPLICIT, question.statement(), facts),
                        new Asked(database, Asker.advised(advice.name()), advice.statement(), facts)),
                size,
                question,
                advice.name());
        database.sql(Role.SUPERUSER, advice.after().toArray(String[]::new));
    }

    private void compare(List<Asked> all, Size size, Question question, String... advice)
            throws SQLException, IOException {
        check(all, question);
        Map<String, String> at = Map.of(
                "query", question.title + (advice.length == 0 ? "" : " by " + advice[0]),
                "rows", String.valueOf(size.rows),
                "tenants", String.valueOf(size.tenants));
        new Comparison(run, at, all).measure();
        close(all);
    }

    /** A benchmark of a wrong result would be none. */
    private static void check(List<Asked> all, Question question) throws SQLException {
        Asked.Answer right = all.get(0).answer();
        for (Asked one : all) {
            Asked.Answer answer = one.answer();
            if (!answer.equals(right)) {
                throw new IllegalStateException(
                        "(" + one.asker.name() + ") " + question.title + ": " + answer + " instead of " + right);
            }
        }
    }

    /** Or else nothing would tell a policy from none. */
    private static void checkThatOthersHaveRows(Database database, Facts facts) throws SQLException {
        Asker unrestricted = new Asker("a without condition", Asker.EXPLICIT.role(), false);
        Statement statement = Question.AGGREGATION.statement();
        try (Asked own = new Asked(database, Asker.EXPLICIT, statement, facts);
                Asked all = new Asked(database, unrestricted, statement, facts)) {
            if (own.answer().rows() == 0 || own.answer().equals(all.answer())) {
                throw new IllegalStateException("There are no rows, or no other tenant has any");
            }
        }
    }

    private static void close(List<Asked> all) throws SQLException {
        for (Asked one : all) {
            one.close();
        }
    }
}
