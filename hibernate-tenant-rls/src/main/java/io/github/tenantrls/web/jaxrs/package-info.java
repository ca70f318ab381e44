// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Handles the requests of Jakarta REST each for its tenant, where there is no servlet filter under it; and answers. */
@NullMarked
package io.github.tenantrls.web.jaxrs;

import org.jspecify.annotations.NullMarked;
