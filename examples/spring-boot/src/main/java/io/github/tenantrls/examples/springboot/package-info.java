// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** A Spring Boot application with two tenants and a page that shows them side by side. */
@NullMarked
package io.github.tenantrls.examples.springboot;

import org.jspecify.annotations.NullMarked;
