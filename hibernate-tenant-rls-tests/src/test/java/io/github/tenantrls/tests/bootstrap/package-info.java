// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** How a factory is built and closed, and what a wrong set-up says. */
package io.github.tenantrls.tests.bootstrap;
