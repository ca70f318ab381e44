// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * What is set so that it does harm.
 *
 * @param severity how bad that is
 * @param subject the setting, or what it is about
 * @param message what happens, and what to set instead
 */
record UnfitSetting(Severity severity, String subject, String message) {}
