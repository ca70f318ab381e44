// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.nio.file.Path;

/**
 * A file to be written. Immutable.
 *
 * @param name its name, without folders
 * @param text what is in it
 */
public record ScriptFile(Path name, String text) {}
