// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the tests of the adapters share: an application's rows, a server, and clients. */
@NullMarked
package io.github.tenantrls.tests.web.http;

import org.jspecify.annotations.NullMarked;
