// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Map;

/**
 * What mapping, settings and catalog say about one persistence unit. Immutable.
 *
 * @param unit what the mapping and the settings say
 * @param role the role that asks
 * @param tables the tables of the tenant-scoped entities; if nothing is wrong, at least one of each shape
 * @param subjects what all of these tables are called
 * @param others the tables of the other entities, once for each name that a tenant column has
 * @param access what that role can reach beside them
 * @param unfitSettings what Hibernate and the driver are set to that does harm
 * @param elsewhere tables of the same name as one that was not found, by the subject of that one
 */
record CatalogFacts(
        Unit unit,
        RoleFacts role,
        List<TableFacts> tables,
        List<String> subjects,
        List<OtherFacts> others,
        AccessFacts access,
        List<UnfitSetting> unfitSettings,
        Map<String, List<Elsewhere>> elsewhere) {}
