// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import io.github.tenantrls.TenantContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.*;
import java.util.*;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Postgres.class)
class SpikeTest {
    @Inject EntityManager em;
    @Inject EntityManagerFactory emf;
    @Test
    void spike() {
        System.out.println("SPIKE " + emf.unwrap(org.hibernate.engine.spi.SessionFactoryImplementor.class).getCache().getRegionFactory());
        UUID a = UUID.randomUUID(), b = UUID.randomUUID();
        for (UUID t : List.of(a, b))
            TenantContext.runAs(t, () -> QuarkusTransaction.requiringNew().run(() -> em.persist(new Project("of " + t))));
        for (UUID t : List.of(a, b))
            TenantContext.runAs(t, () -> assertThat((Object) QuarkusTransaction.requiringNew().call(() -> em.createNativeQuery("select name from project", String.class).getResultList())).isEqualTo(List.of("of " + t)));
    }
}
