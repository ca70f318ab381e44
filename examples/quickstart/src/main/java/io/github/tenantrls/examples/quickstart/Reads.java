// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;

/** What each tenant sees through each way that leads to the database; none of the queries names a tenant. */
final class Reads {

    private final DemoServer server;
    private final EntityManagerFactory application;
    private final Report report;

    Reads(DemoServer server, EntityManagerFactory application, Report report) {
        this.server = server;
        this.application = application;
        this.report = report;
    }

    void show() throws SQLException {
        report.section("The same query for two tenants", "acme sees", "globex sees");
        compare("HQL", Reads::hql, "select name from project where tenant_id = ");
        compare("Criteria", Reads::criteria, "select name from project where tenant_id = ");
        compare("native SQL", Reads::nativeSql, "select name from project where tenant_id = ");
        compare("join", Reads::join, "select title from task where tenant_id = ");
        compare("element collection", Reads::elementCollection, "select tags from project_tags where tenant_id = ");
        compare("raw JDBC in doWork", Reads::rawJdbc, "select name from project where tenant_id = ");
    }

    /** Both tenants' view, against what a superuser finds to be theirs. */
    private void compare(String way, Function<EntityManager, List<String>> query, String truth) throws SQLException {
        List<String> acme = sorted(Tenant.ACME.call(application, query));
        List<String> globex = sorted(Tenant.GLOBEX.call(application, query));
        boolean ok = acme.equals(sorted(server.truth(truth + "'" + Tenant.ACME.id + "'")))
                && globex.equals(sorted(server.truth(truth + "'" + Tenant.GLOBEX.id + "'")))
                && !acme.isEmpty()
                && !globex.isEmpty();
        report.line(way, ok, String.join(", ", acme), String.join(", ", globex));
    }

    private static List<String> hql(EntityManager em) {
        return em.createQuery("select p.name from Project p", String.class).getResultList();
    }

    private static List<String> criteria(EntityManager em) {
        CriteriaBuilder builder = em.getCriteriaBuilder();
        CriteriaQuery<String> query = builder.createQuery(String.class);
        query.select(query.from(Project.class).get("name"));
        return em.createQuery(query).getResultList();
    }

    private static List<String> nativeSql(EntityManager em) {
        return em.unwrap(Session.class)
                .createNativeQuery("select name from project", String.class)
                .getResultList();
    }

    private static List<String> join(EntityManager em) {
        return em.createQuery("select t.title from Project p join Task t on t.project = p", String.class)
                .getResultList();
    }

    private static List<String> elementCollection(EntityManager em) {
        return em.createQuery("from Project", Project.class)
                .getResultStream()
                .flatMap(project -> project.getTags().stream())
                .toList();
    }

    private static List<String> rawJdbc(EntityManager em) {
        return em.unwrap(Session.class).doReturningWork(Reads::namesByJdbc);
    }

    private static List<String> namesByJdbc(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name from project")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }
}
