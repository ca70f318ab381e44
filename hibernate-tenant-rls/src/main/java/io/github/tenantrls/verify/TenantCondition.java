// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what a condition does to the rows of other tenants. */
final class TenantCondition {

    private final PolicyScope scope;

    TenantCondition(PolicyScope scope) {
        this.scope = scope;
    }

    /** Any of the conditions joined by AND is enough; of those joined by OR, each must hold. */
    Grip grip(SqlPhrase wrapped) {
        SqlPhrase condition = wrapped.unwrapped();
        if (condition.isAt(0, "case") && condition.isAt(condition.terms().size() - 1, "end")) {
            return weakest(results(condition)).or(Grip.ROWS);
        }
        if (condition.has("or")) {
            return weakest(condition.parts("or").stream());
        }
        if (condition.has("and")) {
            return condition.parts("and").stream().map(this::grip).reduce(Grip.NONE, Grip::and);
        }
        return condition.terms().size() == 2 && condition.calledAt(1).equals("coalesce")
                ? weakest(condition.calls("coalesce").flatMap(each -> each.parts(",").stream()))
                        .or(Grip.ROWS)
                : gripOfOne(condition);
    }

    private Grip weakest(Stream<SqlPhrase> alternatives) {
        return alternatives.map(this::grip).reduce(Grip.INDEX, Grip::or);
    }

    /** What a CASE comes to. */
    private static Stream<SqlPhrase> results(SqlPhrase condition) {
        List<SqlPhrase> branches = condition.parts("end").get(0).parts("else");
        Stream<SqlPhrase> results = branches.get(0).parts("when").stream()
                .skip(1)
                .map(when -> when.parts("then"))
                .filter(when -> when.size() == 2)
                .map(when -> when.get(1));
        return Stream.concat(results, branches.stream().skip(1));
    }

    private Grip gripOfOne(SqlPhrase condition) {
        if (condition.is("false")) {
            return Grip.INDEX;
        }
        List<SqlPhrase> test = condition.parts("is");
        if (test.size() == 2 && test.get(1).is("true")) {
            return grip(test.get(0)).or(Grip.ROWS);
        }
        if (neverTrue(condition) || equalsUnlessNull(condition)) {
            return Grip.ROWS;
        }
        Grip equality = gripOfEquality(condition, "=")
                .and(gripOfEquality(condition, "in").or(Grip.ROWS));
        return equality == Grip.NONE && isLeftToFunction(condition) ? Grip.INDEX : equality;
    }

    /** Only where there are no rows without a tenant is it never true that the tenant is null. */
    private boolean neverTrue(SqlPhrase condition) {
        List<SqlPhrase> sides = condition.parts("=");
        return scope.notNull()
                        && condition.parts("is").size() == 2
                        && isColumn(condition.parts("is").get(0)).isPresent()
                        && condition.parts("is").get(1).is("null")
                || sides.size() == 2
                        && (isOtherRole(sides.get(0), sides.get(1)) || isOtherRole(sides.get(1), sides.get(0)));
    }

    private boolean isOtherRole(SqlPhrase current, SqlPhrase role) {
        return (current.is("current_user") || current.is("session_user"))
                && role.terms().get(0) instanceof SqlTerm.Literal name
                && !name.value().equals(scope.role());
    }

    private boolean equalsUnlessNull(SqlPhrase condition) {
        if (!scope.notNull() || !condition.isAt(0, "not")) {
            return false;
        }
        List<SqlPhrase> sides = condition.from(1).unwrapped().parts("is");
        return sides.size() == 2
                && sides.get(1).isAt(0, "distinct")
                && sides.get(1).isAt(1, "from")
                && gripOfEquality(sides.get(0), sides.get(1).from(2)) != Grip.NONE;
    }

    private Grip gripOfEquality(SqlPhrase condition, String operator) {
        List<SqlPhrase> sides = condition.parts(operator);
        return sides.size() == 2 ? gripOfEquality(sides.get(0), sides.get(1)) : Grip.NONE;
    }

    private Grip gripOfEquality(SqlPhrase left, SqlPhrase right) {
        return isColumn(left)
                .filter(grip -> isTenant(right))
                .or(() -> isColumn(right).filter(grip -> isTenant(left)))
                .orElse(Grip.NONE);
    }

    /** The tenant column by itself, which an index serves, or cast, which it does not; else empty. */
    private Optional<Grip> isColumn(SqlPhrase wrapped) {
        SqlPhrase side = wrapped.unwrapped();
        if (side.isAt(1, "::")) {
            Grip grip = scope.plainCasts().contains(side.from(2).text()) ? Grip.INDEX : Grip.ROWS;
            return isColumn(side.from(0, 1)).map(grip::or);
        }
        return side.terms().size() == 1 && side.terms().get(0) instanceof SqlTerm.Word && scope.usesColumn(side)
                ? Optional.of(Grip.INDEX)
                : Optional.empty();
    }

    /** The current tenant and nothing else: no other setting, no other column, no further values. */
    private boolean isTenant(SqlPhrase side) {
        List<SqlPhrase> elements = elements(side);
        return elements.size() > 1
                ? elements.stream().allMatch(this::isTenant)
                : scope.mayReadVariable(side) && scope.otherSettingsIn(side).isEmpty() && !scope.usesAnyColumn(side);
    }

    /** The values of a list. */
    private static List<SqlPhrase> elements(SqlPhrase side) {
        return side.everywhere()
                .filter(part -> part.isAt(0, "array"))
                .flatMap(SqlPhrase::groups)
                .map(group -> group.content().parts(","))
                .findFirst()
                .orElse(List.of());
    }

    /** What a function makes of the tenant column cannot be told from here. */
    private boolean isLeftToFunction(SqlPhrase condition) {
        return scope.functionsIn(condition)
                .anyMatch(function -> condition.callsAnywhere(function.name()).anyMatch(scope::usesColumn));
    }
}
