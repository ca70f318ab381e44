// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every row of the annotated entity belongs to exactly one tenant, and PostgreSQL shows it to no other.
 *
 * <p>Holds for every table that the entity's data lands in: primary, secondary, joined-subclass and table-per-class
 * tables, collection tables, join tables whichever side writes them, and the audit tables of Envers. The entity needs no tenant attribute: the column
 * is filled by its default in the database. Where an attribute does map the column (a plain one, a read-only one, or
 * Hibernate's {@code @TenantId}), that mapping wins.
 *
 * <p>Allowed on an entity, a mapped superclass or an interface, and inherited by those who extend or implement it. The library refuses the start of
 * an {@code EntityManagerFactory} whose tables are not protected, see {@link TenantRlsSettings#VERIFICATION}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TenantScoped {

    /**
     * The name of the tenant column in each of the entity's tables, as it would be written in
     * {@code @Column(name = ..)}; empty (the default) for the column named by {@link TenantRlsSettings#COLUMN}.
     *
     * @return the name of the tenant column, or an empty string
     */
    String column() default "";
}
