// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;

/** How a tenant is deleted together with its rows. Immutable. */
public final class DeleteOptions {

    private static final int DEFAULT_BATCH = 1000;
    private static final int MAX_BATCH = 100_000;

    private final int batchSize;
    private final DeletionListener listener;

    private DeleteOptions(int batchSize, DeletionListener listener) {
        this.batchSize = batchSize;
        this.listener = listener;
    }

    /**
     * Deletes the rows too, about 1000 in a transaction.
     *
     * @return the options
     */
    public static DeleteOptions withRows() {
        return new DeleteOptions(DEFAULT_BATCH, progress -> {});
    }

    /**
     * How many rows of a table are deleted in one transaction. More only in partitioned tables, and of rows that refer to
     * each other in a circle.
     *
     * @param rows 1 to 100,000
     * @return options with that
     * @throws TenantRlsException if it is less or more
     */
    public DeleteOptions batchSize(int rows) {
        if (rows < 1 || rows > MAX_BATCH) {
            throw new TenantRlsException("A transaction cannot delete that many rows; give 1 to " + MAX_BATCH);
        }
        return new DeleteOptions(rows, listener);
    }

    /**
     * Whom to tell how far it is.
     *
     * @param progressListener the listener
     * @return options with that
     */
    public DeleteOptions listener(DeletionListener progressListener) {
        return new DeleteOptions(batchSize, progressListener);
    }

    int batchSize() {
        return batchSize;
    }

    DeletionListener listener() {
        return listener;
    }
}
