// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import java.util.Locale;
import java.util.Optional;

/** Tenants, as people name and read them. */
final class TenantText {

    private TenantText() {}

    /**
     * The tenant that a text names.
     *
     * @param idOrSlug its identifier or its slug
     * @throws Refusal if there is none
     */
    static Tenant require(Tenants tenants, String idOrSlug) {
        Optional<Tenant> tenant = tenants.resolve(idOrSlug).flatMap(tenants::find);
        return tenant.orElseThrow(() -> new Refusal(
                ExitCode.FAILED,
                "There is no tenant with this identifier or slug; " + Root.NAME
                        + " tenants list shows which there are"));
    }

    static String status(Tenant tenant) {
        return tenant.status().name().toLowerCase(Locale.ROOT);
    }

    /** In one line. */
    static String line(Tenant tenant) {
        return tenant.slug() + "  " + tenant.id() + "  " + Failures.oneLine(tenant.name());
    }
}
