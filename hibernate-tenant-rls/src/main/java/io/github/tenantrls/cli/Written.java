// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.ScriptFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Files that commands write. */
final class Written {

    private Written() {}

    /**
     * Writes one.
     *
     * @throws Refusal if it is there and not to be replaced, or cannot be written
     */
    static Path file(ScriptFile file, Path folder, boolean overwrite) {
        try {
            return file.write(folder, overwrite);
        } catch (TenantRlsException e) {
            boolean there = e.getCause() instanceof FileAlreadyExistsException;
            throw new Refusal(there ? ExitCode.USAGE : ExitCode.FAILED, Failures.message(e), e);
        }
    }
}
