// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Parameter;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** The SQL that Hibernate makes of HQL; the one class of this package that needs Hibernate. */
public final class HqlStatements {

    private HqlStatements() {}

    /**
     * Translates a query that reads. The database is not asked.
     *
     * @param factory the factory whose entities it is about
     * @param hql a query in HQL, which may have parameters
     * @return the SQL, with a {@code ?} for each value that would be given to it
     * @throws TenantRlsException if Hibernate cannot translate it, or it changes something
     */
    public static String sql(EntityManagerFactory factory, String hql) {
        List<String> seen = new ArrayList<>();
        try (Session session = factory.unwrap(SessionFactory.class)
                .withOptions()
                .connection(keeping(seen))
                .openSession()) {
            run(session, hql);
        } catch (RuntimeException e) {
            if (seen.isEmpty()) {
                throw new TenantRlsException(
                        "The query cannot be translated into SQL (" + e.getMessage()
                                + "); give one that Hibernate accepts, and that reads: of one that changes something"
                                + " explain the SQL",
                        e);
            }
        }
        return seen.get(0);
    }

    /** To nowhere: keeps the statement that it is to prepare. */
    private static Connection keeping(List<String> seen) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        seen.add((String) arguments[0]);
                        throw new Seen();
                    }
                    return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
                });
    }

    /** With a type, by the one method of this name that all versions of Persistence have. */
    private static void run(EntityManager session, String hql) {
        TypedQuery<Object> query = session.createQuery(hql, Object.class);
        for (Parameter<?> parameter : query.getParameters()) {
            query.setParameter(parameter, null);
        }
        query.getResultList();
    }

    /** Keeps a statement from being sent. */
    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Seen() {
            super("seen", null, false, false);
        }
    }
}
