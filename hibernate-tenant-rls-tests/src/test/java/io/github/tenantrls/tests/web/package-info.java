// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** From a request to a tenant. */
package io.github.tenantrls.tests.web;
