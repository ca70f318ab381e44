// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What runs on a newer Java. */
final class NewerJava {

    private NewerJava() {}

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
