// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

/** Something that is measured, of which a run has several. */
public interface Experiment {

    /** What it is chosen by. */
    String name();

    /** Measures, and records the figures in the run. */
    void measure(Run run) throws Exception;
}
