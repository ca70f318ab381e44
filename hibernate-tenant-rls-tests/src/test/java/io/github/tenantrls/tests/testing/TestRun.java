// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * A run of one test class, as a build does it.
 *
 * @param succeeded how many tests succeeded
 * @param failures what the others, or the class itself, failed with
 */
record TestRun(long succeeded, List<Throwable> failures) {

    static TestRun of(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return new TestRun(
                listener.getSummary().getTestsSucceededCount(),
                listener.getSummary().getFailures().stream()
                        .map(Failure::getException)
                        .toList());
    }
}
