// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Writes HTML that is well-formed XML too; whatever is written as text or as the value of an attribute is only that. */
final class Html {

    private final StringBuilder html = new StringBuilder();

    /** A start tag; names and values of attributes in turn. */
    Html open(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            html.append(' ').append(attributes[i]).append("=\"");
            html.append(Xml.attribute(Visible.text(attributes[i + 1]))).append('"');
        }
        html.append('>');
        return this;
    }

    /** An end tag. */
    Html close(String element) {
        html.append("</").append(element).append('>');
        return this;
    }

    /** A line break. */
    Html line() {
        html.append('\n');
        return this;
    }

    /** An end tag, and a line break. */
    Html end(String element) {
        return close(element).line();
    }

    /** A text in which everything can be seen. */
    Html text(String text) {
        html.append(Xml.text(Visible.text(text)));
        return this;
    }

    /** A text of several lines, to be copied. */
    Html code(String text) {
        html.append(Xml.text(text));
        return this;
    }

    /** An element with a text. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** Markup of this library's own. */
    Html markup(String markup) {
        html.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
