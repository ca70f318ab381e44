// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.List;
import java.util.stream.Stream;

/** A view that shows rows past the policies of the table behind it. */
final class ViewBypasses implements ReachRule {

    /** The first version in which a view can use the rights of whoever asks. */
    private static final int INVOKER_VIEWS = 150_000;

    @Override
    public String id() {
        return "RLS029";
    }

    @Override
    public String title() {
        return "view-bypasses-policies";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().views().stream()
                .map(view -> finding(
                        Severity.CRITICAL,
                        view.subject(),
                        (view.view() ? "the view" : "a rule on the table") + " uses "
                                + String.join(", ", view.tables()) + " with the rights of its owner " + view.owner()
                                + ", to whom the policies there do not apply, so by way of "
                                + String.join(", ", view.throughs()) + " every tenant gets at the rows of all",
                        mending(view, facts.role().serverNumber())));
    }

    private static List<String> mending(ViewFacts view, int server) {
        if (view.view() && server >= INVOKER_VIEWS) {
            return List.of("alter view " + view.sqlName() + " set (security_invoker = true)");
        }
        return view.fitOwner() == null
                ? List.of()
                : List.of("alter table " + view.sqlName() + " owner to " + quote(view.fitOwner()));
    }
}
