// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Texts in XML 1.0. */
final class Xml {

    private Xml() {}

    /**
     * A text for an element or for an attribute in double quotes. What XML cannot hold, not even escaped, is spelled out
     * as in Java; line breaks and tabs are escaped, since parsers make blanks of them in attributes.
     */
    static String text(String text) {
        StringBuilder xml = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\t', '\n', '\r' -> xml.append("&#").append(c).append(';');
                default -> append(xml, c);
            }
        });
        return xml.toString();
    }

    /** {@code Char} of XML 1.0, section 2.2. */
    private static void append(StringBuilder xml, int c) {
        if ((c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c > 0xffff) {
            xml.appendCodePoint(c);
        } else {
            xml.append(String.format("\\u%04x", c));
        }
    }
}
