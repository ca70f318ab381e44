// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.TenantContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.BiConsumer;

/** The round trips of a transaction, counted on the wire, with the library and on Hibernate alone. */
final class RoundTrips {

    private static final int WARM_UP = 10;
    private static final int COUNTED = 20;

    private final RoundTripCounter counter;
    private final EntityManagerFactory application;
    private final EntityManagerFactory plain;
    private final Report report;

    RoundTrips(RoundTripCounter counter, EntityManagerFactory application, EntityManagerFactory plain, Report report) {
        this.counter = counter;
        this.application = application;
        this.plain = plain;
        this.report = report;
    }

    void show() {
        report.section("Round trips per transaction", "with the library", "Hibernate alone");
        compare("find", true, (em, id) -> em.find(Project.class, id));
        compare(
                "HQL",
                true,
                (em, id) ->
                        em.createQuery("select name from Project", String.class).getResultList());
        compare("persist", true, (em, id) -> em.persist(new Project("new")));
        compare(
                "update",
                true,
                (em, id) -> em.createQuery("update Project set name = 'renamed' where id = :id")
                        .setParameter("id", id)
                        .executeUpdate());
        compare(
                "find, then change",
                true,
                (em, id) -> em.find(Project.class, id).setName("changed " + System.nanoTime()));
        compare("find outside a transaction", false, (em, id) -> em.find(Project.class, id));
    }

    private void compare(String what, boolean transaction, BiConsumer<EntityManager, Long> work) {
        double with = TenantContext.callAs(Tenant.ACME.id, () -> count(application, transaction, work));
        double without = count(plain, transaction, work);
        report.line(what, with > 0 && with == without, String.format("%.2f", with), String.format("%.2f", without));
    }

    private double count(EntityManagerFactory factory, boolean transaction, BiConsumer<EntityManager, Long> work) {
        Project project = new Project("to count with");
        factory.runInTransaction(em -> em.persist(project));
        for (int i = 0; i < WARM_UP + COUNTED; i++) {
            if (i == WARM_UP) {
                counter.reset();
            }
            try (EntityManager em = factory.createEntityManager()) {
                if (transaction) {
                    em.getTransaction().begin();
                }
                work.accept(em, project.getId());
                if (transaction) {
                    em.getTransaction().commit();
                }
            }
        }
        return (double) counter.count() / COUNTED;
    }
}
