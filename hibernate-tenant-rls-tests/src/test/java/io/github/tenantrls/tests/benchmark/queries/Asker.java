// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import static io.github.tenantrls.tests.benchmark.Contender.BETTER_TENANT;
import static io.github.tenantrls.tests.benchmark.Contender.HIBERNATE_8;
import static io.github.tenantrls.tests.benchmark.Contender.LIBRARY;
import static io.github.tenantrls.tests.benchmark.Contender.PREDICATE;

import io.github.tenantrls.tests.benchmark.Contender;
import java.util.List;

/**
 * Who asks: a role to which the policies of a contender apply.
 *
 * @param name what figures are called by
 * @param role the login
 * @param condition whether the statement names the tenant
 */
record Asker(String name, String role, boolean condition) {

    /** (a): past all policies. */
    static final Asker EXPLICIT = new Asker(PREDICATE.letter, "bench_a", true);

    /** (b), whose policies (e) and (f) have as well. */
    static final Asker ISOLATED = new Asker(LIBRARY.letter, "app", false);

    /** (d) in native SQL, which policies alone restrict. */
    static final Asker NATIVE = of(HIBERNATE_8, "", false);

    /** (d) in HQL, which Hibernate restricts beside the policies. */
    static final Asker FILTERED = of(HIBERNATE_8, " filtered", true);

    static final Asker CAST = of(BETTER_TENANT, "", false);

    static final List<Asker> ALL = List.of(EXPLICIT, ISOLATED, NATIVE, FILTERED, CAST);

    /** (b) after some advice was followed. */
    static Asker advised(String advice) {
        return new Asker(ISOLATED.name + " " + advice, ISOLATED.role, false);
    }

    private static Asker of(Contender contender, String form, boolean condition) {
        return new Asker(contender.letter + form, "bench_" + contender.letter, condition);
    }
}
