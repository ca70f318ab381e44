// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.jspecify.annotations.Nullable;

/** The file that {@link TenantRlsSettings#VERIFICATION_BASELINE} names. */
final class BaselineFile {

    private static final String CLASSPATH = "classpath:";

    private BaselineFile() {}

    /**
     * Reads it.
     *
     * @param unit the name of the persistence unit, for messages
     * @param location what the setting says
     * @param classes where the class path is
     * @throws TenantRlsException if it is not there or cannot be read: what it was to accept would be found
     */
    static Baseline read(String unit, @Nullable String location, ClassLoaderService classes) {
        if (location == null) {
            return Baseline.empty();
        }
        try {
            byte[] bytes = bytes(location, classes);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Baseline.parse(location, text);
        } catch (IOException | InvalidPathException e) {
            throw new TenantRlsException(
                    "Persistence unit " + unit + ": the file that " + TenantRlsSettings.VERIFICATION_BASELINE
                            + " names cannot be read (" + e
                            + "); name a text file in UTF-8, or one on the class path as in "
                            + CLASSPATH + "tenant-rls-baseline.txt",
                    e);
        } catch (TenantRlsException e) {
            throw new TenantRlsException("Persistence unit " + unit + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String location, ClassLoaderService classes) throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            return Files.readAllBytes(Path.of(location));
        }
        try (InputStream found = classes.locateResourceStream(location.substring(CLASSPATH.length()))) {
            if (found == null) {
                throw new FileNotFoundException("it is not on the class path");
            }
            return found.readAllBytes();
        }
    }
}
