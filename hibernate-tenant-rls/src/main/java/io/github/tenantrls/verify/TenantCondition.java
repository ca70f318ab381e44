// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what a condition does to the rows of other tenants. */
final class TenantCondition {

    private final PolicyScope scope;
    private final TenantValue value;

    TenantCondition(PolicyScope scope) {
        this.scope = scope;
        this.value = new TenantValue(scope);
    }

    /** Any of the conditions joined by AND is enough; of those joined by OR, each must hold. */
    Grip grip(SqlPhrase wrapped) {
        SqlPhrase condition = wrapped.unwrapped();
        if (condition.has("or")) {
            return weakest(condition.parts("or").stream());
        }
        if (condition.has("and")) {
            return condition.parts("and").stream().map(this::grip).reduce(Grip.NONE, Grip::and);
        }
        if (condition.isSingleCase()) {
            return weakest(condition.results()).or(Grip.ROWS);
        }
        return condition.terms().size() == 2 && condition.isAt(0, "coalesce")
                ? weakest(condition.calls("coalesce").flatMap(each -> each.parts(",").stream()))
                        .or(Grip.ROWS)
                : gripOfOne(condition);
    }

    private Grip weakest(Stream<SqlPhrase> alternatives) {
        return alternatives.map(this::grip).reduce(Grip.INDEX, Grip::or);
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
                && !scope.roles().contains(name.value());
    }

    private boolean equalsUnlessNull(SqlPhrase condition) {
        if (!scope.notNull() || !condition.isAt(0, "not")) {
            return false;
        }
        List<SqlPhrase> sides = condition.from(1).unwrapped().parts("is");
        return sides.size() == 2
                && sides.get(1).isAt(0, "distinct")
                && sides.get(1).isAt(1, "from")
                && scope.equalityIsExact()
                && gripOfEquality(sides.get(0), sides.get(1).from(2)) != Grip.NONE;
    }

    private Grip gripOfEquality(SqlPhrase condition, String operator) {
        List<SqlPhrase> sides = condition.parts(operator);
        return sides.size() == 2 && scope.equalityIsExact() ? gripOfEquality(sides.get(0), sides.get(1)) : Grip.NONE;
    }

    private Grip gripOfEquality(SqlPhrase left, SqlPhrase right) {
        return isColumn(left)
                .filter(grip -> value.isTenant(right))
                .or(() -> isColumn(right).filter(grip -> value.isTenant(left)))
                .orElse(Grip.NONE);
    }

    /** The tenant column by itself, which an index serves, or cast, which it does not; else empty. */
    private Optional<Grip> isColumn(SqlPhrase wrapped) {
        SqlPhrase side = wrapped.unwrapped();
        if (side.isAt(1, "::")) {
            SqlPhrase type = side.from(2);
            Grip grip = scope.isPlainCast(type) ? Grip.INDEX : Grip.ROWS;
            return value.isFaithful(type) ? isColumn(side.from(0, 1)).map(grip::or) : Optional.empty();
        }
        return side.terms().size() == 1 && side.terms().get(0) instanceof SqlTerm.Word && scope.usesColumn(side)
                ? Optional.of(Grip.INDEX)
                : Optional.empty();
    }

    /** What a function that can know the tenant makes of the tenant column cannot be told from here. */
    private boolean isLeftToFunction(SqlPhrase condition) {
        return value.isOfFunction(condition) && scope.usesColumn(condition);
    }
}
