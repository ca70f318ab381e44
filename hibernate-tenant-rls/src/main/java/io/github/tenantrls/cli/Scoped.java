// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;

/** Whether a configuration says anything. */
final class Scoped {

    private Scoped() {}

    /**
     * A configuration with tables.
     *
     * @throws Refusal if it names no tenant-scoped table
     */
    static IsolationConfig require(IsolationConfig config) {
        if (config.scoped().isEmpty()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "Nothing says which tables are tenant-scoped; run " + Root.NAME + " init, name another file by"
                            + " --config, or set " + IsolationConfig.SCOPED);
        }
        return config;
    }
}
