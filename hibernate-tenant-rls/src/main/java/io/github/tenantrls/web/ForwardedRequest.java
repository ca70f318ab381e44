// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose host is the one that a proxy was asked for; for applications that only a proxy can reach. */
final class ForwardedRequest extends RequestView {

    private static final String HEADER = "X-Forwarded-Host";

    ForwardedRequest(TenantRequest request) {
        super(request);
    }

    /**
     * The host that the proxy names, else the client's.
     *
     * @throws TenantRefusedException with {@link TenantRefusal#MALFORMED} if several are named
     */
    @Override
    public @Nullable String host() {
        List<String> forwarded = headers(HEADER);
        return forwarded.isEmpty()
                ? super.host()
                : HeaderStrategy.only(forwarded).orElseThrow();
    }
}
