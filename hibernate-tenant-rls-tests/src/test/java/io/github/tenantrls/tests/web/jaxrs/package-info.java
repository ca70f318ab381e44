// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Jakarta REST on Jersey and RESTEasy, each on a real Jetty, over real HTTP. */
@NullMarked
package io.github.tenantrls.tests.web.jaxrs;

import org.jspecify.annotations.NullMarked;
