// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.time.Duration;
import java.time.Instant;

/**
 * One use of the system identity, once it has ended: a block run by {@link TenantContext#runAsSystem}. Immutable.
 *
 * @param reason why the work had to see all tenants, as the caller gave it, without control characters and at most
 *     {@value #MAX_REASON} characters long
 * @param caller the place in the code that asked for it, as in a stack trace
 * @param start when it began
 * @param duration how long it took
 * @param succeeded whether the block ended without an exception
 */
public record SystemWork(String reason, String caller, Instant start, Duration duration, boolean succeeded) {

    /** How many characters of a reason are kept. */
    public static final int MAX_REASON = 200;
}
