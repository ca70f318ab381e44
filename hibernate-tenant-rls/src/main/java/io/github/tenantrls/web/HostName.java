// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a host, in lower case, without port and final dot. Immutable.
 *
 * @param labels its labels; none if it is an IP address
 */
record HostName(List<String> labels) {

    private static final Pattern WITH_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,254})(:[0-9]{1,5})?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    /** The end of an IPv4 address, in every form that anybody reads; no top-level domain begins with a digit. */
    private static final Pattern NUMBER = Pattern.compile("[0-9].*");

    /**
     * Reads a host as received.
     *
     * @return empty if it is neither a name nor an address
     */
    static Optional<HostName> parse(String host) {
        Matcher matcher = WITH_PORT.matcher(host);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return Optional.of(new HostName(List.of()));
        }
        List<String> labels =
                List.of((name.endsWith(".") ? name.substring(0, name.length() - 1) : name).split("\\.", -1));
        if (!labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            return Optional.empty();
        }
        boolean address = NUMBER.matcher(labels.get(labels.size() - 1)).matches();
        return Optional.of(new HostName(address ? List.of() : labels));
    }

    /** Whether a label stands for another text, as punycoded ones do. */
    static boolean isEncoded(String label) {
        return label.startsWith("--", 2);
    }
}
