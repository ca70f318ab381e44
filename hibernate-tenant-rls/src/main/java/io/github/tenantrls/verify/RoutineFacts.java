// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A function or procedure that the runtime role may run, and that is SECURITY DEFINER or LEAKPROOF.
 *
 * @param subject its signature, for people
 * @param schema its schema
 * @param object its signature in SQL, with its kind
 * @param owner the role that owns it
 * @param leakproof whether it is LEAKPROOF
 * @param openPath whether it runs with the rights of another role and looks names up where the caller says
 * @param reached the tables that it reaches past their policies, for people
 */
record RoutineFacts(
        String subject,
        String schema,
        String object,
        String owner,
        boolean leakproof,
        boolean openPath,
        List<String> reached) {}
