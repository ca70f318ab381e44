// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts as hostile clients send them: any at all, and ones made of the pieces that parsers stumble over. */
final class HostileTexts {

    private static final String[] PIECES = {
        "/",
        "t",
        "acme",
        "globex",
        ".",
        "..",
        ";",
        "..;",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "\\",
        "%25",
        "%252e",
        "%252f",
        "%00",
        "\0",
        "%",
        "%u002f",
        "%c0%ae",
        "%c0%af",
        "%61",
        "a",
        "A",
        "?",
        "#",
        " ",
        "%20",
        ",",
        ":",
        ":80",
        "@",
        "[",
        "]",
        "[::1]",
        "127.0.0.1",
        ".example.com",
        "example.com",
        "xn--",
        "-",
        "_",
        "\u00e9",
        "%C3%A9",
        "\u0430",
        "\u3002",
        "\uff0e",
        "\uff0f",
        "\ud800",
        "\r\n",
        "\t",
        "*",
        "{",
        "}",
        "+",
        "=",
        "health",
        "public",
        "/t/",
        "/t/acme",
        "/health",
        "/public/"
    };

    private HostileTexts() {}

    static Arbitrary<String> any() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(6).map(list -> String.join("", list));
        Arbitrary<String> whatever = Arbitraries.strings().ofMaxLength(60);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(8, pieces),
                net.jqwik.api.Tuple.of(2, whatever),
                net.jqwik.api.Tuple.of(1, Arbitraries.of("", "acme", "x".repeat(256), "a.".repeat(500))));
    }

    /** Texts that are often nearly right. */
    static Arbitrary<String> after(String... beginnings) {
        return Combinators.combine(Arbitraries.of(beginnings), any()).as(String::concat);
    }
}
