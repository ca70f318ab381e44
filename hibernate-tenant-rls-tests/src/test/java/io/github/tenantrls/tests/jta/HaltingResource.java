// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import java.io.Serializable;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A resource that ends the JVM at once, as a crash would, when it is told to do what it stops at; only in a JVM that is
 * {@link #ARMED} for that. The transaction manager keeps it in its log, and may tell it again in the JVM that recovers.
 */
record HaltingResource(String at) implements XAResource, Serializable {

    /** The property of the JVM that is to crash: {@code prepare} or {@code commit}. */
    static final String ARMED = "halt";

    static final int STATUS = 42;

    @Override
    public int prepare(Xid xid) {
        halt("prepare");
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) {
        halt("commit");
    }

    private void halt(String point) {
        if (at.equals(point) && point.equals(System.getProperty(ARMED))) {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return equals(other);
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
