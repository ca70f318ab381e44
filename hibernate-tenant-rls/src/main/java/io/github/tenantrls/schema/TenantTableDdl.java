// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that have PostgreSQL isolate the tenants of one table. Immutable.
 *
 * <p>{@link #migration} is for any state of the table and may run any number of times; the others are single steps, each
 * for a table that lacks it.
 */
public final class TenantTableDdl {

    /** The name of the policy that shows and accepts the rows of the current tenant alone. */
    public static final String POLICY = "tenant_isolation";

    /** The name of the restrictive policy that keeps further policies from widening the view of the runtime role. */
    public static final String FLOOR = "tenant_floor";

    /** The name of the policy that shows and accepts the rows of all tenants, to the role of the system alone. */
    public static final String SYSTEM = "tenant_system";

    private final TenantTable table;
    private final String variable;
    private final String name;
    private final String column;
    private final String currentTenant;
    private final @Nullable String runtimeRole;
    private final @Nullable String systemRole;

    /**
     * Creates the statements for one table.
     *
     * @param table the table
     * @param variable the session variable that carries the tenant, see {@link
     *     io.github.tenantrls.TenantRlsSettings#VARIABLE}
     * @param runtimeRole the role that the application logs in as, for its grants and the restrictive policy, or {@code
     *     null} for neither
     * @param systemRole the role to which all rows are to be visible, for its grants and policy, or {@code null} for neither
     */
    public TenantTableDdl(
            TenantTable table, String variable, @Nullable String runtimeRole, @Nullable String systemRole) {
        this.table = table;
        this.variable = variable;
        this.name = table.sqlName();
        this.column = quote(table.column());
        this.currentTenant = table.columnType().currentTenant(variable);
        this.runtimeRole = runtimeRole;
        this.systemRole = systemRole;
    }

    /**
     * The statements for another table, such as a partition, with the same settings.
     *
     * @param other the other table
     * @return its statements
     */
    public TenantTableDdl at(TenantTable other) {
        return new TenantTableDdl(other, variable, runtimeRole, systemRole);
    }

    /**
     * Adds the tenant column where it is missing; it is null in rows that are there already.
     *
     * @return one statement
     */
    public String addColumn() {
        return alter("add column " + column + " " + table.columnType().sqlName());
    }

    /**
     * Fills the tenant column of new rows with the current tenant. A step of its own after {@link #addColumn}: a default
     * given there would be evaluated for existing rows at once.
     *
     * @return one statement
     */
    public String setDefault() {
        return alter("alter column " + column + " set default " + currentTenant);
    }

    /**
     * Refuses rows without a tenant; fails where there are some.
     *
     * @return one statement
     */
    public String setNotNull() {
        return alter("alter column " + column + " set not null");
    }

    /**
     * Creates an index that serves the policy, under a name that the server makes up.
     *
     * @return one statement
     */
    public String createIndex() {
        return "create index on " + name + " (" + column + ")";
    }

    /**
     * As {@link #createIndex()}, under a name.
     * @param index its name, as the catalog is to hold it
     * @return one statement
     */
    public String createIndex(String index) {
        return "create index " + quote(index) + " on " + name + " (" + column + ")";
    }

    /**
     * Puts the policies into force, for all but the table's owner.
     *
     * @return one statement
     */
    public String enable() {
        return alter("enable row level security");
    }

    /**
     * Puts the policies into force for the table's owner too.
     *
     * @return one statement
     */
    public String force() {
        return alter("force row level security");
    }

    /**
     * Creates the policy that shows and accepts the rows of the current tenant alone.
     *
     * @return one statement
     */
    public String createPolicy() {
        return "create policy " + POLICY + " on " + name + conditions();
    }

    /**
     * Gives the tenant column its type, for values that are written as identifiers of that type are. The policies on the
     * column, and its default, have to be dropped before and made again.
     *
     * @return two statements
     */
    public List<String> changeType() {
        return List.of(
                alter("alter column " + column + " drop default"),
                alter("alter column " + column + " type " + table.columnType().sqlName() + " using " + column
                        + "::pg_catalog.text::" + table.columnType().sqlName()));
    }

    /**
     * Creates the restrictive policy that keeps further policies from widening the view of a role.
     *
     * @param role the role that the application logs in as
     * @return one statement
     */
    public String createFloor(String role) {
        return "create policy " + FLOOR + " on " + name + " as restrictive to " + quote(role) + conditions();
    }

    /**
     * Creates the restrictive policy for the runtime role, where there is one.
     *
     * @return one statement, or none
     */
    public List<String> createRuntimeFloor() {
        return runtimeRole == null ? List.of() : List.of(createFloor(runtimeRole));
    }

    /**
     * Creates the policy that shows and accepts the rows of all tenants, to the role of the system alone.
     *
     * @param role the role of the system
     * @return one statement
     */
    public String createSystemPolicy(String role) {
        return "create policy " + SYSTEM + " on " + name + " to " + quote(role) + " using (true) with check (true)";
    }

    /**
     * Creates all policies that the table is to have.
     *
     * @return {@link #createPolicy}, {@link #createRuntimeFloor} and, where there is a system role, {@link
     *     #createSystemPolicy}
     */
    public List<String> createPolicies() {
        List<String> policies = new ArrayList<>(List.of(createPolicy()));
        policies.addAll(createRuntimeFloor());
        if (systemRole != null) {
            policies.add(createSystemPolicy(systemRole));
        }
        return policies;
    }

    /**
     * The condition that the row is the current tenant's: equality with the plain column, and no alternative to it, so
     * that an index serves it, and nothing goes around it.
     *
     * @return an SQL expression in parentheses
     */
    public String condition() {
        return "(" + column + " = " + currentTenant + ")";
    }

    /**
     * Removes a policy.
     *
     * @param policy the policy's name
     * @return one statement
     */
    public String dropPolicy(String policy) {
        return "drop policy " + quote(policy) + " on " + name;
    }

    /**
     * All of it, as far as the table lacks it, in one statement that is done wholly or not at all.
     *
     * <p>Changes nothing, and raises no notice, on a table that lacks nothing; does nothing where there is no such table.
     * What exists under the same name, such as a policy or a default, is kept as it is.
     *
     * @param lineBreak what to put between the lines of the statement, a line break or a space
     * @return one statement
     */
    public String migration(String lineBreak) {
        return migration(lineBreak, true);
    }

    /**
     * As {@link #migration}, but the index is left to {@link TenantKeysDdl#createIndexes}.
     *
     * @param lineBreak what to put between the lines of the statement, a line break or a space
     * @return one statement
     */
    public String migrationWithoutIndex(String lineBreak) {
        return migration(lineBreak, false);
    }

    private String migration(String lineBreak, boolean withIndex) {
        DoBlock block = new DoBlock(lineBreak);
        block.line("if (select relkind in ('r', 'p') from pg_catalog.pg_class where oid = pg_catalog.to_regclass("
                + literal(name) + ")) then");
        block.unless(attribute(""), addColumn());
        block.unless(attribute(" and atthasdef"), setDefault());
        block.unless(attribute(" and attnotnull"), setNotNull());
        if (withIndex) {
            block.unless(leadingIndex(), createIndex());
        }
        block.unless(relation(" and relrowsecurity"), enable());
        block.unless(relation(" and relforcerowsecurity"), force());
        block.unless(policy(POLICY), createPolicy());
        if (runtimeRole != null) {
            block.unless(policy(FLOOR), createFloor(runtimeRole));
            grants(runtimeRole).forEach(block::line);
        }
        if (systemRole != null) {
            block.unless(policy(SYSTEM), createSystemPolicy(systemRole));
            grants(systemRole).forEach(block::line);
        }
        block.line("end if;");
        return block.sql();
    }

    private List<String> grants(String role) {
        return new RoleGrants(role).onTable(table);
    }

    private String conditions() {
        return " using " + condition() + " with check " + condition();
    }

    private String alter(String what) {
        return "alter table " + name + " " + what;
    }

    private String attribute(String further) {
        return "from pg_catalog.pg_attribute where attrelid = " + regclass() + " and attname = "
                + literal(table.column()) + " and not attisdropped" + further;
    }

    private String relation(String further) {
        return "from pg_catalog.pg_class where oid = " + regclass() + further;
    }

    private String policy(String policy) {
        return "from pg_catalog.pg_policy where polrelid = " + regclass() + " and polname = " + literal(policy);
    }

    private String leadingIndex() {
        return "from pg_catalog.pg_index join pg_catalog.pg_attribute on attrelid = indrelid and attnum = indkey[0]"
                + " where indrelid = " + regclass() + " and attname = " + literal(table.column())
                + " and indisvalid and indpred is null";
    }

    private String regclass() {
        return literal(name) + "::pg_catalog.regclass";
    }
}
