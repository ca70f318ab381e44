/** What the adapters of several frameworks share. */
@NullMarked
package io.github.tenantrls.internal.web;

import org.jspecify.annotations.NullMarked;
