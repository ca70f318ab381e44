// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantColumnType;
import java.util.regex.Pattern;

/** What may be a slug; the table of the tenants checks the same. */
final class Slug {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern UUID_DIGITS = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private Slug() {}

    static boolean isValid(TenantColumnType type, String text) {
        return LABEL.matcher(text).matches() && !looksLikeIdentifier(type, text);
    }

    /**
     * Refuses what is none.
     *
     * @throws InvalidSlugException if it is none, without repeating it
     */
    static String checked(TenantColumnType type, String text) {
        if (!LABEL.matcher(text).matches()) {
            throw new InvalidSlugException("This cannot be a slug, since it is no label of a domain name; give 1 to 63"
                    + " lower-case letters, digits and hyphens, with a letter or digit at both ends");
        }
        if (looksLikeIdentifier(type, text)) {
            throw new InvalidSlugException("This cannot be a slug, since it reads as an identifier of type "
                    + type.sqlName() + " and could name two tenants; add another letter");
        }
        return text;
    }

    /** In every form that Java or the server would read; a text always does, and is looked up in the table instead. */
    private static boolean looksLikeIdentifier(TenantColumnType type, String text) {
        return switch (type) {
            case UUID -> UUID_DIGITS.matcher(text.replace("-", "")).matches();
            case BIGINT, INTEGER -> NUMBER.matcher(text).matches();
            case TEXT, VARCHAR -> false;
        };
    }
}
