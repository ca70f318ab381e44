// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the library costs the client: the driver as it is, and a server in the same thread that answers at once. */
@NullMarked
package io.github.tenantrls.tests.benchmark.client;

import org.jspecify.annotations.NullMarked;
