// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.TenantContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tenant can do to rows that are not its own: nothing. */
final class Writes {

    private final DemoServer server;
    private final EntityManagerFactory application;
    private final Report report;

    Writes(DemoServer server, EntityManagerFactory application, Report report) {
        this.server = server;
        this.application = application;
        this.report = report;
    }

    void show() throws SQLException {
        report.section("Statements without a where, run by acme", "rows of acme", "rows of globex");
        compare("update Task set done = true", "select count(*) from task where not done and tenant_id = ");
        compare("delete from Task", "select count(*) from task where tenant_id = ");
        report.section("A row for globex, written by acme", "answer");
        insertForAnother();
        report.section("find(id) outside a transaction", "acme sees", "globex sees");
        findOutsideTransaction();
    }

    /** How many of each tenant's rows the statement found, by counting before and after it those it could find. */
    private void compare(String hql, String candidates) throws SQLException {
        int acme = count(candidates, Tenant.ACME);
        int globex = count(candidates, Tenant.GLOBEX);
        int reported = Tenant.ACME.call(application, em -> em.createQuery(hql).executeUpdate());
        int changed = acme - count(candidates, Tenant.ACME);
        int leaked = globex - count(candidates, Tenant.GLOBEX);
        boolean ok = acme > 0 && globex > 0 && changed == acme && reported == acme && leaked == 0;
        report.line(hql, ok, changed + " changed", leaked + " changed");
    }

    private int count(String candidates, Tenant tenant) throws SQLException {
        return Integer.parseInt(server.truth(candidates + "'" + tenant.id + "'").get(0));
    }

    private void insertForAnother() throws SQLException {
        String sql = "insert into project (id, name, tenant_id) values (-1, 'Trojan', :tenant)";
        String state = sqlState(() -> Tenant.ACME.run(
                application,
                em -> em.createNativeQuery(sql)
                        .setParameter("tenant", Tenant.GLOBEX.id)
                        .executeUpdate()));
        boolean written =
                !server.truth("select name from project where id = -1").isEmpty();
        report.line(
                "native insert",
                "42501".equals(state) && !written,
                "SQLSTATE " + state,
                written ? "written" : "nothing written");
    }

    private void findOutsideTransaction() throws SQLException {
        for (Tenant owner : Tenant.values()) {
            List<String> row = server.truth(
                    "select id || ' ' || name from project where tenant_id = '" + owner.id + "' order by id limit 1");
            Long id = Long.valueOf(row.get(0).split(" ", 2)[0]);
            String name = row.get(0).split(" ", 2)[1];
            String acme = find(Tenant.ACME, id);
            String globex = find(Tenant.GLOBEX, id);
            boolean ok = acme.equals(owner == Tenant.ACME ? name : "-")
                    && globex.equals(owner == Tenant.GLOBEX ? name : "-");
            report.line(name, ok, acme, globex);
        }
    }

    private String find(Tenant tenant, Long id) {
        return TenantContext.callAs(tenant.id, () -> {
            try (EntityManager em = application.createEntityManager()) {
                Project project = em.find(Project.class, id);
                return project == null ? "-" : project.getName();
            }
        });
    }

    private static String sqlState(Runnable work) {
        try {
            work.run();
            return "none";
        } catch (RuntimeException e) {
            for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException refused) {
                    return String.valueOf(refused.getSQLState());
                }
            }
            throw e;
        }
    }
}
