// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A class path as it is given to Java. */
final class ClassPath {

    private ClassPath() {}

    /**
     * Its places.
     *
     * @throws Refusal if one is not there
     */
    static List<URL> urls(String classPath) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
            if (entry.endsWith("*")) {
                urls.addAll(jars(Path.of(entry.substring(0, entry.length() - 1))));
            } else if (!entry.isBlank()) {
                urls.add(url(Path.of(entry)));
            }
        }
        return urls;
    }

    private static List<URL> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(jars::add);
        } catch (IOException e) {
            throw missing(folder, e);
        }
        return jars.stream().sorted().map(ClassPath::url).toList();
    }

    private static URL url(Path entry) {
        try {
            if (!Files.isReadable(entry)) {
                throw missing(entry, null);
            }
            return entry.toAbsolutePath().toUri().toURL();
        } catch (MalformedURLException e) {
            throw missing(entry, e);
        }
    }

    private static Refusal missing(Path entry, @Nullable IOException e) {
        return new Refusal(
                ExitCode.USAGE,
                "The class path has " + entry
                        + ", which is not there or cannot be read; build the application, and correct"
                        + " --class-path",
                e);
    }
}
