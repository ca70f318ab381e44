// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import org.jspecify.annotations.Nullable;

/** Parts of a table without a primary key, by the blocks that rows are in. What has got further blocks meanwhile is not met. */
final class BlockRanges implements FillRanges {

    private final long blocks;
    private final long step;
    private long next;

    BlockRanges(FilledTable table, int batchSize) {
        this.blocks = table.blocks();
        this.step = Math.max(1, batchSize / table.rowsInBlock());
    }

    @Override
    public @Nullable FillRange next() {
        if (next >= blocks) {
            return null;
        }
        long first = next;
        next += step;
        return new FillRange("t.ctid >= '(" + first + ",0)' and t.ctid < '(" + next + ",0)'", false);
    }
}
