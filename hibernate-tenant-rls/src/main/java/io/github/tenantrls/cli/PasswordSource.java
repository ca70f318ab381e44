// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a password comes from: whoever is at the terminal, a file, or a variable of the environment; if from none of them,
 * the driver looks into {@code ~/.pgpass}. Immutable.
 *
 * @param ask whether to ask for it
 * @param file a file whose first line it is, or {@code null}
 * @param variable the variable
 */
record PasswordSource(boolean ask, @Nullable Path file, String variable) {

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    /**
     * The password of a role.
     *
     * @return the password, or {@code null} for the driver to look for it
     * @throws Refusal if the file cannot be read, or others can read it, or nobody can be asked
     */
    @Nullable
    String read(Shell shell, String role) {
        if (ask) {
            return shell.password(role);
        }
        return file != null ? firstLine(file) : shell.variable(variable).orElse(null);
    }

    private static String firstLine(Path file) {
        try {
            refuseReadable(file);
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "The file with the password, " + file + ", cannot be read ("
                            + e.getClass().getSimpleName() + "); name one that is text in UTF-8 and that you may read",
                    e);
        }
    }

    /** As psql does; where there are no such permissions nobody can tell. */
    private static void refuseReadable(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return;
        }
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "The file with the password, " + file
                            + ", can be read by others than its owner; run chmod 600 on it");
        }
    }
}
