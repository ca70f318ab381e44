// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

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
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Finds a newer Java, and is what runs on it. */
final class NewerJava {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    private NewerJava() {}

    /** The newest that {@code JAVA_HOME_..} names, or that is installed beside this one, if it is new enough. */
    static Optional<Path> find(int least) throws IOException {
        Path installed = Objects.requireNonNull(
                Path.of(System.getProperty("java.home")).toRealPath().getParent());
        try (Stream<Path> beside = Files.list(installed)) {
            return Stream.concat(named(), beside)
                    .filter(home -> feature(home) >= least)
                    .max(Comparator.comparingInt(NewerJava::feature))
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

    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        selectClass(CarriersIT.class),
                                        selectClass(CompletableFuturesIT.class),
                                        selectClass(ParallelStreamsIT.class),
                                        selectClass(VirtualThreadsIT.class),
                                        selectClass(TenantExecutorsTest.class))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        System.out.println("virtual threads: " + VirtualThreads.areThere());
        System.out.println("succeeded: " + summary.getTestsSucceededCount());
        System.out.println("failures: "
                + summary.getFailures().stream()
                        .map(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                        .toList());
    }
}
