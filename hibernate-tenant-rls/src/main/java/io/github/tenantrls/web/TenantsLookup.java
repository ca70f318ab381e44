// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.Tenants;

/** Finds tenants as their persistence unit knows them. Thread-safe. */
record TenantsLookup(Tenants tenants) implements TenantLookup {

    @Override
    public Object find(String stated) {
        try {
            return tenants.require(stated);
        } catch (InvalidTenantException e) {
            throw Refused.malformed("it is neither an identifier nor a slug", e);
        } catch (UnknownTenantException e) {
            throw refused(TenantRefusal.UNKNOWN, "there is no such tenant", e);
        } catch (SuspendedTenantException e) {
            throw refused(TenantRefusal.SUSPENDED, "the tenant is suspended", e);
        }
    }

    private static TenantRefusedException refused(TenantRefusal refusal, String why, RuntimeException cause) {
        return new TenantRefusedException(
                refusal,
                "The request is not handled, because " + why + "; see what Tenants.of(factory) has of it",
                cause);
    }
}
