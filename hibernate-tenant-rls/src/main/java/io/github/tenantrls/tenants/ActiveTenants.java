// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The identifiers of the active tenants in the order of their slugs, read page by page; for one thread at a time. */
final class ActiveTenants implements Iterator<Object> {

    private final Function<String, List<Tenant>> pages;
    private Iterator<Tenant> page = List.<Tenant>of().iterator();
    private String lastSlug = "";
    private boolean ended;

    /**
     * @param pages the tenants after a slug, active or not; an empty page is the end
     */
    ActiveTenants(Function<String, List<Tenant>> pages) {
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !ended) {
            List<Tenant> read = pages.apply(lastSlug);
            ended = read.isEmpty();
            if (!ended) {
                lastSlug = read.get(read.size() - 1).slug();
            }
            page = read.stream()
                    .filter(tenant -> tenant.status() == TenantStatus.ACTIVE)
                    .iterator();
        }
        return page.hasNext();
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more tenants");
        }
        return page.next().id();
    }
}
