// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** A pool of Hikari's that keeps no connections open, since most of the time there is no work for it. */
final class RarelyUsedPool {

    private RarelyUsedPool() {}

    static void settle(DataSource pool) {
        if (pool instanceof HikariDataSource hikari) {
            hikari.setPoolName("tenant-rls-system");
            hikari.setMinimumIdle(0);
        }
    }
}
