// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.util.List;

/**
 * What the mapping and the settings of a persistence unit say; the mapping itself is not kept.
 *
 * @param configuration its settings
 * @param tables the tables of its tenant-scoped entities, in the order of their names
 * @param others the tables of its other entities, with the tenant column that they would have
 * @param accepted what is found and known
 */
record Unit(
        RlsConfiguration configuration,
        List<TenantTable> tables,
        List<TenantTable> others,
        AcceptedFindings accepted) {}
