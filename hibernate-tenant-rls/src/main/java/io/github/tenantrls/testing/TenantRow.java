// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import jakarta.persistence.PersistenceException;
import jakarta.persistence.metamodel.Attribute.PersistentAttributeType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AnnotatedElement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A row, and the ways to reach it as the tenant that is set; each in a transaction that is rolled back. */
final class TenantRow {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INTEGRITY_CONSTRAINT = "23";

    private final SessionFactory factory;
    private final EntityType<?> type;
    private final Object id;

    TenantRow(SessionFactory factory, Class<?> entity, Object id) {
        this.factory = factory;
        this.type = factory.getMetamodel().entity(entity);
        this.id = id;
    }

    /** Whether the tenant that is set has it in the database; a cache may hold what was deleted. */
    boolean isStored() {
        return rolledBack(session -> session.createSelectionQuery(
                                "select count(e) from " + type.getName() + " e where id(e) = :id", Long.class)
                        .setParameter("id", id)
                        .getSingleResult()
                > 0);
    }

    /** The ways by which the tenant that is set reaches it. */
    List<String> reachedBy() {
        List<String> ways = new ArrayList<>();
        if (isFound()) {
            ways.add("reads it by find");
        }
        if (isStored()) {
            ways.add("reads it by HQL");
        }
        if (attribute().map(this::isChanged).orElse(false)) {
            ways.add("changes it by a bulk update");
        }
        if (isAffected("delete from " + type.getName() + " e")) {
            ways.add("deletes it by a bulk delete");
        }
        return ways;
    }

    /** Be it from a cache. */
    private boolean isFound() {
        return rolledBack(session -> session.find(type.getJavaType(), id) != null);
    }

    private boolean isChanged(SingularAttribute<?, ?> attribute) {
        String name = attribute.getName();
        return isAffected("update " + type.getName() + " e set e." + name + " = e." + name);
    }

    private boolean isAffected(String statement) {
        try {
            return rolledBack(session -> session.createMutationQuery(statement + " where id(e) = :id")
                            .setParameter("id", id)
                            .executeUpdate()
                    > 0);
        } catch (PersistenceException e) {
            String state = sqlState(e);
            if (state.startsWith(INTEGRITY_CONSTRAINT)) {
                return true; // it was reached, and only what refers to it stood in the way
            }
            if (state.equals(INSUFFICIENT_PRIVILEGE)) {
                return false; // refused by a policy, or to the role altogether
            }
            throw e;
        }
    }

    /** Something that an update may set: to what it is. */
    private Optional<SingularAttribute<?, ?>> attribute() {
        List<SingularAttribute<?, ?>> settable = new ArrayList<>();
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.getPersistentAttributeType() == PersistentAttributeType.BASIC
                    && !attribute.isId()
                    && !attribute.isVersion()
                    && !isTenant(attribute)) {
                settable.add(attribute);
            }
        }
        return settable.stream().findFirst();
    }

    private static boolean isTenant(SingularAttribute<?, ?> attribute) {
        return attribute.getJavaMember() instanceof AnnotatedElement member
                && member.isAnnotationPresent(TenantId.class);
    }

    private <T> T rolledBack(Function<Session, T> work) {
        try (Session session = factory.openSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                return work.apply(session);
            } finally {
                transaction.rollback();
            }
        }
    }

    private static String sqlState(PersistenceException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return String.valueOf(refused.getSQLState());
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return type.getName() + " with id " + id;
    }
}
