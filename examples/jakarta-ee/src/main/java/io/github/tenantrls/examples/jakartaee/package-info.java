// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** An application of Jakarta EE: servlets, REST, CDI and transactions; each request for its tenant. */
@NullMarked
package io.github.tenantrls.examples.jakartaee;

import org.jspecify.annotations.NullMarked;
