// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A client that does one unit of work after the other, each for a tenant and on a stack at random. */
final class Worker implements Runnable {

    private static final int LINES = 90;

    private final List<Stack> stacks;
    private final Trace trace;
    private final Random random;
    private final BooleanSupplier ended;
    private final Units units;
    private final JdbcUnits jdbcUnits;
    private final SystemUnits systemUnits;

    Worker(List<Stack> stacks, Results results, Random random, BooleanSupplier ended) {
        this.stacks = stacks;
        this.random = random;
        this.ended = ended;
        trace = new Trace(results);
        units = new Units(trace, random);
        jdbcUnits = new JdbcUnits(trace, random);
        systemUnits = new SystemUnits(trace, random);
    }

    Trace trace() {
        return trace;
    }

    @Override
    public void run() {
        while (!ended.getAsBoolean()) {
            Stack stack = stacks.get(random.nextInt(stacks.size()));
            try {
                unit(stack);
                trace.results().units().add(stack.name() + ", done");
            } catch (Violation violation) { // counted where it was seen
                trace.results().findings().tell(told(stack, violation));
            } catch (Throwable failure) {
                trace.results().units().add(stack.name() + ", failed");
                failed(stack, failure);
            }
            if (Thread.interrupted()) {
                trace.results().units().add("interrupted, which nobody noticed");
            }
        }
    }

    private void unit(Stack stack) throws Exception {
        int kind = random.nextInt(100);
        if (kind < 40) {
            units.session(stack);
        } else if (kind < 48) {
            units.stateless(stack);
        } else if (kind < 58) {
            units.withoutTransaction(stack);
        } else if (kind < 75) {
            jdbcUnits.inTransaction(stack);
        } else if (kind < 85) {
            jdbcUnits.inAutoCommit(stack);
        } else if (stack.jta()) {
            units.twoTenants(stack);
        } else if (kind < 93) {
            systemUnits.session(stack);
        } else {
            systemUnits.jdbc(stack);
        }
    }

    private void failed(Stack stack, Throwable failure) {
        Fault fault = Fault.of(failure);
        if (fault == null) {
            trace.results().findings().add(Kind.UNEXPECTED, told(stack, failure));
        } else {
            trace.results().faults().add(fault, stack.name());
            if (fault == Fault.REFUSED || fault == Fault.STARTING) {
                pause();
            }
        }
    }

    private String told(Stack stack, Throwable failure) {
        return Thread.currentThread().getName() + " on " + stack.name() + ": " + head(failure)
                + "; its last operations, the latest at the end: " + trace.recent();
    }

    private static String head(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        List<String> lines = text.toString().lines().toList();
        return String.join("\n", lines.subList(0, Math.min(LINES, lines.size())));
    }

    /** The server is not there; nothing is gained by asking a thousand times. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
