// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * What the runtime role can reach beside and around the tables.
 *
 * @param tables whose the tables of tenant-scoped entities are
 * @param schemas the schemas in which it may create objects
 * @param presets settings that its connections begin with
 * @param views the views that show it tables past their policies
 * @param materializedViews those that it can read, and that hold rows of such tables
 * @param routines the functions and procedures that it may run and that are more than what it could write itself
 * @param grants privileges on the tables that policies do not govern
 * @param defaults what others get on tables to come
 */
record AccessFacts(
        List<OwnerFacts> tables,
        List<SchemaFacts> schemas,
        List<PresetFacts> presets,
        List<ViewFacts> views,
        List<MaterializedViewFacts> materializedViews,
        List<RoutineFacts> routines,
        List<GrantFacts> grants,
        List<DefaultGrantFacts> defaults) {}
