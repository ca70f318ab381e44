// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Outcomes.Outcome;
import java.util.ArrayList;
import java.util.List;

/** The writes of one transaction, and how far it has come. For one thread. */
final class Effects {

    private enum Stage {
        WORKING,
        COMMITTING,
        ENDED
    }

    private final Outcomes outcomes;
    private final String origin;
    private final List<Long> writes = new ArrayList<>();
    private Stage stage = Stage.WORKING;

    Effects(Outcomes outcomes, String origin) {
        this.outcomes = outcomes;
        this.origin = origin;
    }

    long write() {
        long write = outcomes.issue(origin);
        writes.add(write);
        return write;
    }

    /** For {@link #rolledBackTo}. */
    int mark() {
        return writes.size();
    }

    /** What was written since is undone, whatever becomes of the transaction. */
    void rolledBackTo(int mark) {
        List<Long> undone = writes.subList(mark, writes.size());
        outcomes.tell(undone, Outcome.ROLLED_BACK);
        undone.clear();
    }

    /** From now on a failure can mean that it was done. */
    void committing() {
        stage = Stage.COMMITTING;
    }

    void committed() {
        end(Outcome.COMMITTED);
    }

    /** Nothing to say if it had ended before. */
    void failed(Throwable failure) {
        if (stage == Stage.COMMITTING && !Fault.provesRollback(failure)) {
            end(Outcome.UNKNOWN);
        } else if (stage != Stage.ENDED) {
            end(Outcome.ROLLED_BACK);
        }
    }

    private void end(Outcome outcome) {
        if (outcome == Outcome.UNKNOWN) {
            outcomes.unknown(writes);
        } else {
            outcomes.tell(writes, outcome);
        }
        writes.clear();
        stage = Stage.ENDED;
    }
}
