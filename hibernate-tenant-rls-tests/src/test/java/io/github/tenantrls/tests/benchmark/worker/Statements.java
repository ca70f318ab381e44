// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;

/** The statements of a contender's application, for one tenant in one session. */
final class Statements {

    private final Tenancy tenancy;
    private final Session session;
    private final UUID tenant;

    Statements(Tenancy tenancy, Session session, UUID tenant) {
        this.tenancy = tenancy;
        this.session = session;
        this.tenant = tenant;
    }

    /** By its identifier, or by a query where that is what it takes to name the tenant. */
    Item find(long id) {
        return tenancy.findsByIdentifier() ? session.find(tenancy.item, id) : lookUp(id);
    }

    /** By a query for its identifier, as all contenders can do alike. */
    Item lookUp(long id) {
        return byId(id).getSingleResult();
    }

    Item lock(long id) {
        return byId(id).setLockMode(LockModeType.PESSIMISTIC_WRITE).getSingleResult();
    }

    private SelectionQuery<? extends Item> byId(long id) {
        SelectionQuery<? extends Item> query = select("from Item where id = :id{tenant}");
        query.setParameter("id", id);
        return query;
    }

    List<? extends Item> list(int from, int rows) {
        SelectionQuery<? extends Item> query = select("from Item where place >= :from{tenant} order by place");
        query.setParameter("from", from);
        return query.setMaxResults(rows).getResultList();
    }

    List<? extends Item> page(int from, int rows) {
        SelectionQuery<? extends Item> query =
                select("from Item where place between :from and :to{tenant} order by place");
        query.setParameter("from", from).setParameter("to", from + rows - 1);
        return query.setFetchSize(rows / 2).getResultList();
    }

    List<? extends Item> all() {
        return select("from Item where place >= 0{tenant}").getResultList();
    }

    List<? extends Item> allWithoutCondition() {
        return session.createSelectionQuery("from Item", tenancy.item).getResultList();
    }

    long count() {
        var query = session.createNativeQuery(
                tenancy.nativeQuery("select count(*) from item where place >= 0{tenant}"), Long.class);
        return tenancy.bindNative(query, tenant).getSingleResult();
    }

    String nativeTitle(int place) {
        var query = session.createNativeQuery(
                tenancy.nativeQuery("select title from item where place = :place{tenant}"), String.class);
        query.setParameter("place", place);
        return tenancy.bindNative(query, tenant).getSingleResult();
    }

    int bulkUpdate(int place) {
        var query = session.createMutationQuery(
                tenancy.query("update Item set amount = amount + 1 where place = :place{tenant}"));
        query.setParameter("place", place);
        return tenancy.bindQuery(query, tenant).executeUpdate();
    }

    void persistItem() {
        session.persist(tenancy.newItem(tenant));
    }

    void persistMark() {
        session.persist(tenancy.newMark(tenant));
    }

    /** Past Hibernate, by a statement that is not prepared. */
    void byJdbc() {
        session.doWork(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql())) {
                if (!rows.next()) {
                    throw new SQLException("no row");
                }
            }
        });
    }

    private String sql() {
        return tenancy.nativeQuery("select title from item where place = 5{tenant}")
                .replace(":tenant", "'" + tenant + "'");
    }

    private SelectionQuery<? extends Item> select(String hql) {
        return tenancy.bindQuery(session.createSelectionQuery(tenancy.query(hql), tenancy.item), tenant);
    }
}
