// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A second-level cache that does not tell tenants apart. */
final class CacheIgnoresTenant implements Rule {

    @Override
    public String id() {
        return "RLS042";
    }

    @Override
    public String title() {
        return "cache-ignores-tenant";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.sharedCaches().stream()
                .map(cached -> finding(
                        Severity.CRITICAL,
                        cached,
                        "its keys in the second-level cache do not hold the tenant (SimpleCacheKeysFactory), so what one"
                                + " tenant loaded is served to all without asking the database; have the region factory"
                                + " use DefaultCacheKeysFactory",
                        List.of()));
    }
}
