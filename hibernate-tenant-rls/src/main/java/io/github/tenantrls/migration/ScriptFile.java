// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file to be written. Immutable.
 *
 * @param name its name, without folders
 * @param text what is in it
 */
public record ScriptFile(Path name, String text) {

    /**
     * Writes it in UTF-8: whole, or not at all.
     *
     * @param folder where; it is made if it is not there
     * @param overwrite whether a file of that name is replaced
     * @return the path of the file
     * @throws TenantRlsException if there is one and it is not to be replaced, or it cannot be written, with the reason as
     *     cause
     */
    public Path write(Path folder, boolean overwrite) {
        Path file = folder.resolve(name);
        try {
            makeFolder(folder.toAbsolutePath());
            if (!overwrite && Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), overwrite);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw new TenantRlsException(
                    file
                            + " is there already, so nothing was written; move it away, name another, or have it overwritten",
                    e);
        } catch (IOException e) {
            throw new TenantRlsException(
                    file + " cannot be written (" + e + "); see that the folder can be written to and has space left",
                    e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Files.createDirectories(folder);
    }

    private void replace(Path file, boolean overwrite) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            CopyOption[] how = overwrite ? new CopyOption[] {StandardCopyOption.ATOMIC_MOVE} : new CopyOption[0];
            Files.move(part, file, how);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
