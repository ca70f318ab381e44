// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern of paths: segments to be met exactly, at most one variable among them, and whether anything may follow.
 * Immutable.
 *
 * @param segments the segments, anything at the place of the variable
 * @param variable the variable's index, or -1
 * @param open whether more segments may follow
 */
record PathPattern(List<String> segments, int variable, boolean open) {

    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9_~.@!$&'()+,=-]*");
    private static final Pattern VARIABLE = Pattern.compile(":[A-Za-z_]\\w*|\\{[A-Za-z_]\\w*}");

    static PathPattern withVariable(String text) {
        PathPattern pattern = parse(text);
        if (pattern.variable < 0) {
            throw refused("names no tenant", "/t/{tenant}/*");
        }
        return pattern;
    }

    static PathPattern withoutVariable(String text) {
        PathPattern pattern = parse(text);
        if (pattern.variable >= 0) {
            throw refused("has a variable", "/health or /public/*");
        }
        return pattern;
    }

    private static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw refused("does not begin with a slash", "/public/*");
        }
        List<String> segments = new ArrayList<>(List.of(text.substring(1).split("/", -1)));
        boolean open = segments.get(segments.size() - 1).equals("*");
        if (open) {
            segments.remove(segments.size() - 1);
        }
        int variable = -1;
        for (int i = 0; i < segments.size(); i++) {
            if (VARIABLE.matcher(segments.get(i)).matches() && variable < 0) {
                variable = i;
            } else {
                checkLiteral(segments.get(i), i == segments.size() - 1 && !open);
            }
        }
        return new PathPattern(List.copyOf(segments), variable, open);
    }

    private static void checkLiteral(String segment, boolean last) {
        if (!LITERAL.matcher(segment).matches() || RequestPath.isDots(segment) || (segment.isEmpty() && !last)) {
            throw refused(
                    "has a segment that can be met by no plain path, or a second variable, or a * that is not the end",
                    "/t/{tenant}/*");
        }
    }

    private static TenantRlsException refused(String why, String example) {
        return new TenantRlsException(
                "This cannot be a pattern of paths here, because it " + why + "; give one such as " + example);
    }

    boolean matches(List<String> names) {
        if (names.size() < segments.size() || (!open && names.size() > segments.size())) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (i != variable && !segments.get(i).equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What stands at the place of the variable, if the path is of this pattern. */
    Optional<String> variableOf(List<String> names) {
        return matches(names) ? Optional.of(names.get(variable)) : Optional.empty();
    }
}
