// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The servlet filter on a real Jetty, over real HTTP. */
@NullMarked
package io.github.tenantrls.tests.web.servlet;

import org.jspecify.annotations.NullMarked;
