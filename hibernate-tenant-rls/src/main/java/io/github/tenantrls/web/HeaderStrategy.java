// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The value of a header: one, or the same several times. Immutable. */
record HeaderStrategy(String name) implements TenantStrategy {

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    HeaderStrategy {
        if (!TOKEN.matcher(name).matches()) {
            throw new TenantRlsException("This cannot be the name of a header; give one such as " + DEFAULT_HEADER);
        }
    }

    @Override
    public Optional<String> find(TenantRequest request) {
        return only(request.headers(name));
    }

    /** The only value; proxies may join lines by commas, so a comma parts values on one line too. */
    static Optional<String> only(List<String> lines) {
        List<String> values = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(HeaderStrategy::trimmed)
                .distinct()
                .toList();
        if (values.size() > 1) {
            throw Refused.malformed("a header is there several times with different values");
        }
        return values.stream().findFirst();
    }

    /** Without the spaces and tabs around it, which are no part of a header's value. */
    private static String trimmed(String value) {
        int begin = 0;
        int end = value.length();
        while (begin < end && isBlank(value.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(begin, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
