// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(description = "later")
final class TenantsCommand {
    static CommandLine all(Shell shell) {
        return new CommandLine(new TenantsCommand());
    }
}
