// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;

/**
 * Which paths need a tenant: all but those that are said not to. Immutable.
 *
 * @param required those that do, whatever the others say
 * @param optional those that are handled without a tenant if they state none
 * @param excluded those that are handled without a tenant, whatever they state
 */
record PathRules(List<PathPattern> required, List<PathPattern> optional, List<PathPattern> excluded) {

    enum Need {
        REQUIRED,
        OPTIONAL,
        EXCLUDED
    }

    /** A path that could be read in several ways needs one: what is behind the filter may read it otherwise. */
    Need of(String rawPath) {
        return RequestPath.parse(rawPath)
                .filter(RequestPath::isUnambiguous)
                .map(path -> of(path.names()))
                .orElse(Need.REQUIRED);
    }

    private Need of(List<String> names) {
        if (anyMatches(required, names)) {
            return Need.REQUIRED;
        }
        if (anyMatches(optional, names)) {
            return Need.OPTIONAL;
        }
        return anyMatches(excluded, names) ? Need.EXCLUDED : Need.REQUIRED;
    }

    private static boolean anyMatches(List<PathPattern> patterns, List<String> names) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(names));
    }
}
