// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds another Java than the one that runs. */
public final class OtherJava {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private OtherJava() {}

    /** The newest that {@code JAVA_HOME_..} names, or that is installed beside this one, if it is new enough. */
    public static Optional<Path> find(int least) throws IOException {
        return find(least, Integer.MAX_VALUE);
    }

    /** As the other method, of a version up to {@code most}. */
    public static Optional<Path> find(int least, int most) throws IOException {
        Path installed = Objects.requireNonNull(
                Path.of(System.getProperty("java.home")).toRealPath().getParent());
        try (Stream<Path> beside = Files.list(installed)) {
            return Stream.concat(named(), beside)
                    .filter(home -> feature(home) >= least && feature(home) <= most)
                    .max(Comparator.comparingInt(OtherJava::feature))
                    .map(home -> home.resolve("bin").resolve("java"));
        }
    }

    private static Stream<Path> named() {
        return System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME_"))
                .map(Map.Entry::getValue)
                .map(Path::of);
    }

    /** As its release file says; 0 without one. */
    private static int feature(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
