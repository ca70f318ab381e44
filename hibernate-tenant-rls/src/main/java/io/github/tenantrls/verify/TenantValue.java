// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether an expression comes to the current tenant, or to null, and to nothing else. Only what is known to is taken
 * for it: of any other function or operator it is not known what it makes of the tenant.
 */
final class TenantValue {

    /** Types as which no two tenants are the same, as a shorter text would be; lengths come after a name. */
    private static final Set<String> FAITHFUL =
            Set.of("text", "character varying", "uuid", "bigint", "integer", "smallint", "numeric");

    /** What puts rows of another query beside those of the first, or other rows in their place. */
    private static final List<String> FURTHER = List.of("union", "intersect", "except", "values", "with");

    private final PolicyScope scope;

    TenantValue(PolicyScope scope) {
        this.scope = scope;
    }

    boolean isTenant(SqlPhrase wrapped) {
        SqlPhrase value = wrapped.unwrapped();
        if (value.isAt(0, "select")) {
            return isSelected(value);
        }
        if (value.isAt(0, "case")) {
            return value.isSingleCase() && value.results().allMatch(this::isTenantOrNull);
        }
        List<SqlPhrase> casts = value.parts("::");
        if (casts.size() > 1) {
            return casts.stream().skip(1).allMatch(this::isFaithful) && isTenant(casts.get(0));
        }
        return value.has("collate") ? isCollated(value) : isOfServer(value) || isOfFunction(value) && !usesRow(value);
    }

    private boolean isTenantOrNull(SqlPhrase value) {
        return isNull(value) || isTenant(value);
    }

    private static boolean isNull(SqlPhrase value) {
        return value.unwrapped().parts("::").get(0).unwrapped().is("null");
    }

    private boolean usesRow(SqlPhrase value) {
        return scope.usesAnyColumn(value);
    }

    /** Whether values stay different when they are cast to a type. */
    boolean isFaithful(SqlPhrase type) {
        SqlPhrase element = type.parts("[]").get(0);
        return FAITHFUL.contains(element.text()) || scope.isPlainCast(element);
    }

    /** Of these it is known that what is different is not equal. */
    private boolean isCollated(SqlPhrase value) {
        List<SqlPhrase> parts = value.parts("collate");
        return parts.size() == 2
                && (parts.get(1).is("\"C\"") || parts.get(1).is("\"POSIX\""))
                && isTenant(parts.get(0));
    }

    /** A function of the server, or what the language has instead of one. */
    private boolean isOfServer(SqlPhrase value) {
        int last = value.terms().size() - 1;
        boolean qualified = last == 3 && value.isAt(0, "pg_catalog") && value.isAt(1, ".");
        if (!(qualified || last == 1) || !(value.terms().get(last) instanceof SqlTerm.Group group)) {
            return false;
        }
        String name = value.terms().get(last - 1).text();
        return (qualified || !scope.isTaken(name)) && isOfServer(name.toLowerCase(Locale.ROOT), group.content());
    }

    private boolean isOfServer(String name, SqlPhrase content) {
        List<SqlPhrase> arguments = content.parts(",");
        return switch (name) {
            case "current_setting" -> scope.isVariable(SettingRead.of(content).setting());
            case "nullif", "string_to_array" -> isTenant(arguments.get(0));
            case "coalesce" ->
                isTenant(arguments.get(0)) && arguments.stream().skip(1).allMatch(this::isFallback);
            case "array" -> arguments.stream().allMatch(this::isTenantOrNull);
            case "any" -> isTenant(content);
            default -> false;
        };
    }

    /** What those get who have no tenant; that they should get nothing is not for this to say. */
    private boolean isFallback(SqlPhrase value) {
        return isTenantOrNull(value)
                || value.unwrapped().parts("::").get(0).unwrapped().terms().stream()
                        .allMatch(TenantValue::isConstant);
    }

    private static boolean isConstant(SqlTerm term) {
        return term instanceof SqlTerm.Literal || Character.isDigit(term.text().charAt(0));
    }

    /** Whether it is a call of a function that somebody made, which may ask for the current tenant or is told it alone. */
    boolean isOfFunction(SqlPhrase wrapped) {
        SqlPhrase value = wrapped.unwrapped();
        int last = value.terms().size() - 1;
        return (last == 1 || last == 3 && value.isAt(1, "."))
                && scope.isTaken(value.calledAt(last))
                && scope.otherSettingsIn(value).isEmpty()
                && (scope.mayLearnTenant(value.calledAt(last)) || isTenant(value.from(last)));
    }

    /** Without a table it is what it selects; with one, it is a column of where that one tells of the current tenant. */
    private boolean isSelected(SqlPhrase select) {
        if (usesRow(select) || FURTHER.stream().anyMatch(select::has)) {
            return false;
        }
        List<SqlPhrase> parts = select.parts("from");
        SqlPhrase selected = parts.get(0).from(1).parts("as").get(0);
        return parts.size() == 1
                ? isTenant(selected)
                : parts.size() == 2 && isPlainColumn(selected) && isAskedForTenant(parts.get(1));
    }

    private boolean isAskedForTenant(SqlPhrase from) {
        List<SqlPhrase> parts = from.parts("where");
        return parts.size() == 2
                && parts.get(0).groups().findAny().isEmpty()
                && !parts.get(0).has(",")
                && parts.get(1).from(0, 1).unwrapped().parts("and").stream().anyMatch(this::asksForTenant);
    }

    private boolean asksForTenant(SqlPhrase wrapped) {
        List<SqlPhrase> sides = wrapped.unwrapped().parts("=");
        return sides.size() == 2
                && scope.equalityIsExact()
                && (isTenant(sides.get(0)) && isPlainColumn(sides.get(1))
                        || isTenant(sides.get(1)) && isPlainColumn(sides.get(0)));
    }

    private static boolean isPlainColumn(SqlPhrase side) {
        SqlPhrase name = side.unwrapped().parts("::").get(0).unwrapped();
        return name.has(".")
                && name.terms().stream()
                        .allMatch(term ->
                                term instanceof SqlTerm.Word || term.text().equals("."));
    }
}
