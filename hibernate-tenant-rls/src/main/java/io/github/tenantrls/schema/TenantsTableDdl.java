// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of the tenants, which all may read and the system alone may write. Immutable. */
public final class TenantsTableDdl {

    /** The name of the policy that shows all tenants to whoever may read the table. */
    public static final String READ = "tenants_read";

    /** The name of the policy that lets the role of the system write. */
    public static final String SYSTEM = TenantTableDdl.SYSTEM;

    /** What a slug is: a label of a domain name, so that it can be a subdomain. */
    private static final String LABEL = "slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'";

    private final @Nullable String schema;
    private final String name;
    private final TenantColumnType idType;
    private final @Nullable String runtimeRole;
    private final @Nullable String systemRole;

    private TenantsTableDdl(RlsConfiguration configuration) {
        schema = configuration.tenants().schema();
        name = configuration.tenants().sqlName();
        idType = configuration.columnType();
        runtimeRole = configuration.runtimeRole();
        systemRole = configuration.system().policyRole();
    }

    /**
     * The statements for the table of a persistence unit.
     *
     * @param settings the settings of the persistence unit
     * @return its statements
     * @throws io.github.tenantrls.TenantRlsException if a setting cannot be read
     */
    public static TenantsTableDdl of(Map<String, ?> settings) {
        return new TenantsTableDdl(RlsConfiguration.of(settings));
    }

    /**
     * All of it, as far as it is lacking, in one statement that is done wholly or not at all.
     *
     * <p>Changes nothing where nothing is lacking. Fails where the table is another one, without the columns of this.
     *
     * @param lineBreak what to put between the lines of the statement, a line break or a space
     * @return one statement
     */
    public String migration(String lineBreak) {
        DoBlock block = new DoBlock(lineBreak);
        block.line("if pg_catalog.to_regclass(" + literal(name) + ") is null then");
        block.line(create() + ";");
        if (runtimeRole != null) { // what default privileges may have given
            block.line("revoke insert, update, delete, truncate, references, trigger on " + name + " from "
                    + quote(runtimeRole) + ";");
        }
        block.line("end if;");
        block.line(refuseAnother());
        block.unless(relation(" and relrowsecurity"), "alter table " + name + " enable row level security");
        block.unless(relation(" and relforcerowsecurity"), "alter table " + name + " force row level security");
        block.unless(policy(READ), "create policy " + READ + " on " + name + " for select using (true)");
        roles(block);
        return block.sql();
    }

    private void roles(DoBlock block) {
        if (runtimeRole != null) {
            new RoleGrants(runtimeRole)
                    .onTenants(schema, name, RoleGrants.TO_READ)
                    .forEach(block::line);
        }
        if (systemRole != null) {
            block.unless(
                    policy(SYSTEM),
                    "create policy " + SYSTEM + " on " + name + " to " + quote(systemRole)
                            + " using (true) with check (true)");
            new RoleGrants(systemRole)
                    .onTenants(schema, name, RoleGrants.ON_TABLES)
                    .forEach(block::line);
        }
    }

    /** The slug is compared byte by byte, so that pages of tenants follow the same order in every database. */
    private String create() {
        return "create table " + name + " (id " + idType.sqlName() + " primary key,"
                + " slug text collate \"C\" not null unique check (" + slugCheck() + "),"
                + " name text not null,"
                + " status text not null default 'active' check (status in ('active', 'suspended')),"
                + " created_at timestamptz not null default pg_catalog.now())";
    }

    /** What is an identifier too would name two tenants; among texts that is for whoever inserts to see to. */
    private String slugCheck() {
        return switch (idType) {
            case UUID -> LABEL + " and pg_catalog.replace(slug, '-', '') !~ '^[0-9a-f]{32}$'";
            case BIGINT, INTEGER -> LABEL + " and slug !~ '^[0-9]+$'";
            case TEXT, VARCHAR -> LABEL;
        };
    }

    private String refuseAnother() {
        return "if (select pg_catalog.count(*) from pg_catalog.pg_attribute where attrelid = " + regclass()
                + " and not attisdropped and attname in ('id', 'slug', 'name', 'status', 'created_at')) < 5 then"
                + " raise exception using errcode = 'duplicate_table', message = "
                + literal("The table " + name + " is there, but is not that of the tenants: it lacks one of the columns"
                        + " id, slug, name, status and created_at; name another by "
                        + TenantRlsSettings.TENANTS_TABLE + ", or add the columns")
                + "; end if;";
    }

    private String relation(String further) {
        return "from pg_catalog.pg_class where oid = " + regclass() + further;
    }

    private String policy(String policy) {
        return "from pg_catalog.pg_policy where polrelid = " + regclass() + " and polname = " + literal(policy);
    }

    private String regclass() {
        return literal(name) + "::pg_catalog.regclass";
    }
}
