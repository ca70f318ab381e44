// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/** What may be looked up at all. */
final class StatedTenant {

    /** As many characters as the longest identifier has. */
    private static final int MAX_LENGTH = io.github.tenantrls.TenantColumnType.MAX_TEXT_LENGTH;

    private StatedTenant() {}

    /**
     * Refuses what no client states who means a tenant: what is long, and anything but visible characters of ASCII.
     *
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED}
     */
    static String checked(String stated) {
        if (stated.length() > MAX_LENGTH) {
            throw Refused.malformed("it is longer than " + MAX_LENGTH + " characters");
        }
        if (!stated.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Refused.malformed("it has other characters than the visible ones of ASCII");
        }
        return stated;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
