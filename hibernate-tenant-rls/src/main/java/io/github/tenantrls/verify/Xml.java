// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Texts in XML 1.0. */
final class Xml {

    private Xml() {}

    /**
     * A text for an attribute in double quotes. What XML cannot hold, not even escaped, is spelled out as in Java; line
     * breaks and tabs are escaped, since a parser makes blanks of them.
     */
    static String attribute(String text) {
        return text(text).replace("\t", "&#9;").replace("\n", "&#10;");
    }

    /** A text for an element; what XML cannot hold is spelled out. */
    static String text(String text) {
        StringBuilder xml = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#13;"); // a parser makes a line break of it
                case '\t', '\n' -> xml.appendCodePoint(c);
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
