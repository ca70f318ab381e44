// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that {@link TenantRlsSettings#VERIFICATION_BASELINE} names. */
final class BaselineFile {

    private static final String CLASSPATH = "classpath:";

    private BaselineFile() {}

    /**
     * Reads it.
     *
     * @param configuration what names it
     * @param classPath what a name on the class path stands for
     * @throws TenantRlsException if it is not there or cannot be read: what it was to accept would be found
     */
    static Baseline read(RlsConfiguration configuration, ClassPath classPath) {
        String location = configuration.verificationBaseline();
        if (location == null) {
            return Baseline.empty();
        }
        try {
            byte[] bytes = bytes(location, classPath);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Baseline.parse(location, text);
        } catch (IOException | InvalidPathException e) {
            throw new TenantRlsException(
                    configuration.owner() + ": the file that " + TenantRlsSettings.VERIFICATION_BASELINE
                            + " names cannot be read (" + e
                            + "); name a text file in UTF-8, or one on the class path as in "
                            + CLASSPATH + "tenant-rls-baseline.txt",
                    e);
        } catch (TenantRlsException e) {
            throw new TenantRlsException(configuration.owner() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String location, ClassPath classPath) throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            return Files.readAllBytes(Path.of(location));
        }
        try (InputStream found = classPath.open(location.substring(CLASSPATH.length()))) {
            if (found == null) {
                throw new FileNotFoundException("it is not on the class path");
            }
            return found.readAllBytes();
        }
    }

    /** Finds what is on the class path. */
    @FunctionalInterface
    interface ClassPath {
        @Nullable
        InputStream open(String name);
    }
}
