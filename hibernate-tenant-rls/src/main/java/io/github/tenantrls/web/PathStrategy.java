// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Optional;

/** A segment of a path that every router reads in the same way. Immutable. */
record PathStrategy(PathPattern pattern) implements TenantStrategy {

    @Override
    public Optional<String> find(TenantRequest request) {
        RequestPath path = RequestPath.parse(request.rawPath())
                .orElseThrow(() -> Refused.malformed("its path can be read in several ways"));
        Optional<String> tenant = pattern.variableOf(path.names());
        if (tenant.isPresent() && path.hasParameters(pattern.segments().size())) {
            throw Refused.malformed("its path has parameters at or before the tenant");
        }
        return tenant;
    }
}
