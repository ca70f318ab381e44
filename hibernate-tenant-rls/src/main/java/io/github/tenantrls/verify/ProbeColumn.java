// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a row of the probe may need a value for. Immutable.
 *
 * @param name its name
 * @param type its type as SQL
 * @param baseType what its type is in the end if that is a domain, else the same
 * @param kind the name of the base type in the catalog, such as {@code int4}
 * @param category its {@code pg_type.typcategory}
 * @param element the name of the type of what an array or a range is made of, or empty
 * @param modifier the base type's modifier, -1 for none
 * @param parts how many attributes a composite type has
 * @param labels the values of an enum, or of the elements of an array of one
 * @param domainChecks the conditions of a domain as text, or null
 * @param notNull whether null is refused
 * @param defaultValue what is inserted where nothing is given, as SQL, or null
 * @param filled whether the server gives it a value where nothing is given
 * @param identity whether it is an identity column
 * @param generated whether it is computed from others, and cannot be given
 * @param updatable whether the role may update it
 */
record ProbeColumn(
        String name,
        String type,
        String baseType,
        String kind,
        String category,
        String element,
        int modifier,
        int parts,
        List<String> labels,
        @Nullable String domainChecks,
        boolean notNull,
        @Nullable String defaultValue,
        boolean filled,
        boolean identity,
        boolean generated,
        boolean updatable) {

    private static final int HEADER = 4;

    String sqlName() {
        return SqlName.quote(name);
    }

    /** Whether every row must be given a value for it. */
    boolean required() {
        return notNull && !filled && !generated;
    }

    boolean isText() {
        return category.equals("S");
    }

    boolean isNumber() {
        return category.equals("N");
    }

    boolean isDomain() {
        return !type.equals(baseType);
    }

    /** How many characters or bits it holds, or the given number where there is no limit. */
    int length(int unlimited) {
        if (modifier < 0) {
            return unlimited;
        }
        return isText() ? modifier - HEADER : modifier;
    }

    /** How many digits a number has before the point, or the given number where there is no limit. */
    int digits(int unlimited) {
        if (modifier < HEADER || !kind.equals("numeric")) {
            return unlimited;
        }
        int precision = (modifier - HEADER) >> 16;
        int scale = (((modifier - HEADER) & 0x7ff) ^ 1024) - 1024; // a scale may be negative, from PostgreSQL 15
        return precision - scale;
    }
}
