// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the tenant that a text from outside names, in what is remembered of the table. Thread-safe. */
final class NamedTenants {

    private final TenantDirectory directory;
    private final TenantChanges changes;
    private final RlsConfiguration configuration;
    private final TenantColumnType type;

    NamedTenants(TenantDirectory directory, TenantChanges changes) {
        this.directory = directory;
        this.changes = changes;
        configuration = directory.configuration();
        type = configuration.columnType();
    }

    Optional<Object> find(String idOrSlug) {
        try {
            Object id = type.normalize(idOrSlug);
            if (!TenantDirectory.isText(type)) {
                return Optional.of(id);
            }
        } catch (InvalidTenantException e) {
            if (!Slug.isValid(type, idOrSlug)) {
                return Optional.empty();
            }
        }
        try {
            return directory.named(idOrSlug).map(id -> id);
        } catch (SQLException e) {
            throw changes.failed("read", e);
        }
    }

    Object require(String idOrSlug) {
        if (!configuration.tenants().exported()) {
            return type.normalize(idOrSlug);
        }
        Object id = find(idOrSlug).orElseThrow(() -> nobody(idOrSlug));
        if (configuration.knownTenants()) {
            requireActive(id);
        }
        return id;
    }

    private void requireActive(Object id) {
        try {
            directory.requireActive(id);
        } catch (SQLException e) {
            throw changes.failed("read", e);
        }
    }

    private RuntimeException nobody(String idOrSlug) {
        if (!Slug.isValid(type, idOrSlug)) {
            type.normalize(idOrSlug); // throws unless it could be an identifier
        }
        return new UnknownTenantException(configuration.owner()
                + ": no tenant in the table " + configuration.tenants().table()
                + " is named so; see what names it, or create it by Tenants.of(factory).create(..)");
    }
}
