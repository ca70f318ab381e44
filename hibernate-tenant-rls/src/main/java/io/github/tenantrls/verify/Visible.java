// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Texts from outside, such as names of the catalog, for people to read: what cannot be seen is spelled out. */
final class Visible {

    private Visible() {}

    /**
     * A text in one line: control characters, which could end the line or act on a terminal, are written as in Java,
     * and so are halves of surrogate pairs and the marks that change the direction of what follows.
     */
    static String text(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                visible.appendCodePoint(c);
            } else {
                visible.append(String.format("\\u%04x", c));
            }
        });
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == 0x200d || c > 0xffff; // joins emoji; tags of flags
            default -> c != 0xfffe && c != 0xffff;
        };
    }
}
