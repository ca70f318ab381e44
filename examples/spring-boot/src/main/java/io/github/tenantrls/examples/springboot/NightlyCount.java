// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import io.github.tenantrls.tenants.Tenants;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts the projects of each tenant at night. A scheduled job has no tenant, so it asks for each. */
@Component
class NightlyCount {

    private final Tenants tenants;
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    NightlyCount(Tenants tenants) {
        this.tenants = tenants;
    }

    // tag::scheduled[]
    @Scheduled(cron = "0 0 3 * * *")
    void count() {
        tenants.forEach()
                .run((em, tenant) -> counts.put(
                        tenant.toString(),
                        em.createQuery("select count(*) from Project", Long.class)
                                .getSingleResult()))
                .throwIfFailed();
    }
    // end::scheduled[]

    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
