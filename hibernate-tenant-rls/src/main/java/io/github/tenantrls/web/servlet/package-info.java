// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Handles the requests of Jakarta Servlet each for its tenant. */
@NullMarked
package io.github.tenantrls.web.servlet;

import org.jspecify.annotations.NullMarked;
