// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What can be tested of the connection with Spring Boot without Spring Boot; the rest is in its example. */
@NullMarked
package io.github.tenantrls.tests.spring;

import org.jspecify.annotations.NullMarked;
