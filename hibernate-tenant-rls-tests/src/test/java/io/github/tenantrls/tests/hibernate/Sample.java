// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;

/**
 * The tables of {@link Model} with three rows in each for each tenant: number {@code i} of tenant A has the identifier
 * {@code 100 + i} and the name {@code a-i}, that of B {@code 200 + i} and {@code b-i}, and so on.
 *
 * <p>Tests leave the rows as they were, see {@link #reset()}.
 */
final class Sample implements AutoCloseable {

    /** Tables of tenant-scoped entities, those that others refer to last. */
    private static final List<String> TABLES = List.of(
            "project_tag",
            "project_label",
            "task",
            "label",
            "project",
            "person",
            "party",
            "invoice_detail",
            "invoice",
            "note");

    private static final int ROWS = 3;

    private final Database database;
    private final Connection superuser;

    private Sample(Database database) {
        this.database = database;
        superuser = database.connection(Role.SUPERUSER);
    }

    static Sample in(Database database) {
        Factories.on(database, Model.ENTITIES)
                .with(SchemaToolingSettings.HBM2DDL_HALT_ON_ERROR, "true")
                .createSchema();
        database.sql(
                Role.OWNER,
                "alter table task alter column id restart with 1000",
                "create procedure rename_projects(in suffix text, inout names text) language plpgsql as $$ begin"
                        + " with renamed as (update project set name = name || suffix returning name)"
                        + " select string_agg(name, ',' order by name) into names from renamed; end $$",
                "create function joined_project_names() returns text language sql as"
                        + " 'select string_agg(name, '','') from project'",
                "create function project_cursor() returns refcursor language plpgsql as $$ declare c refcursor; begin"
                        + " open c for select name from project; return c; end $$");
        Sample sample = new Sample(database);
        sample.reset();
        return sample;
    }

    /** Puts back what {@link #unprotect} took away. */
    void protect() {
        TABLES.forEach(TestSchema.of(database)::protect);
    }

    void unprotect() {
        TABLES.forEach(TestSchema.of(database)::unprotect);
    }

    /** Has the policies ignored until {@link #resumePolicies}: as {@link #unprotect}, for tests that do so often. */
    void suspendPolicies() {
        rowLevelSecurity("disable");
    }

    void resumePolicies() {
        rowLevelSecurity("enable");
    }

    private void rowLevelSecurity(String action) {
        execute(TABLES.stream()
                .map(table -> "alter table " + table + " " + action + " row level security")
                .collect(Collectors.joining(";")));
    }

    /** To build factories whose settings differ. The natural identifier of labels is unique among all tenants. */
    Factories factories() {
        return Factories.on(database, Model.ENTITIES)
                .with(TenantRlsSettings.VERIFICATION_IGNORE, "RLS026:public.label");
    }

    /** To build factories whose driver gets further parameters, such as {@code prepareThreshold=1&autosave=always}. */
    Factories factoriesWithDriver(String parameters) {
        return factories().with(JdbcSettings.JAKARTA_JDBC_URL, database.url() + "?" + parameters);
    }

    /** A factory that sets another variable than the one that the policies read: as if the library did not bind. */
    SessionFactory openWithoutBinding() {
        return factories()
                .with(TenantRlsSettings.VARIABLE, "app.nothing_reads_this")
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
    }

    /** Puts all rows back to what they were. */
    void reset() {
        String tenants = Stream.of(A, B, C, NOBODY)
                .map(tenant -> "('" + tenant + "'::uuid, '" + letter(tenant) + "', " + base(tenant) + ")")
                .collect(Collectors.joining(", "));
        String rows = " from (values " + tenants + ") t (tenant, letter, base), generate_series(1, " + ROWS + ") i";
        String name = "letter || '-' || i";
        String uuid = "lpad((base + i)::text, 32, '0')::uuid";
        execute(TABLES.stream().map(table -> "delete from " + table).collect(Collectors.joining(";"))
                + ";insert into project (tenant_id, id, name, version) select tenant, base + i, " + name + ", 0" + rows
                + ";insert into project_tag (tenant_id, project_id, tag) select tenant, base + i, " + name + rows
                + ";insert into task (tenant_id, id, title, project_id) select tenant, base + i, " + name + ", base + i"
                + rows
                + ";insert into label (tenant_id, id, name) select tenant, " + uuid + ", " + name + rows
                + ";insert into project_label (tenant_id, project_id, label_id) select tenant, base + i, " + uuid + rows
                + ";insert into party (tenant_id, id, name) select tenant, base + i, " + name + rows
                + ";insert into person (tenant_id, id, nick) select tenant, base + i, " + name + rows
                + ";insert into invoice (tenant_id, id) select tenant, base + i" + rows
                + ";insert into invoice_detail (tenant_id, invoice_id, detail) select tenant, base + i, " + name + rows
                + ";insert into note (tenant_id, id, text) select tenant, base + i, " + name + rows);
    }

    /** Runs SQL past all policies. */
    void execute(String sql) {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** All rows of all tables by tenant, read past all policies; each with the name of its table. */
    Map<UUID, List<String>> rows() {
        String sql = TABLES.stream()
                .map(table ->
                        "select tenant_id, '" + table + " ' || (to_jsonb(t) - 'tenant_id')::text from " + table + " t")
                .collect(Collectors.joining(" union all ", "", " order by 1, 2"));
        try (Statement statement = superuser.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map.Entry<UUID, String>> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(Map.entry(result.getObject(1, UUID.class), result.getString(2)));
            }
            return rows.stream()
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The identifiers in all tables but that of the labels, of all tenants. */
    static List<Long> ids() {
        return Stream.of(A, B, C, NOBODY)
                .flatMap(tenant -> ids(tenant).stream())
                .toList();
    }

    static List<Long> ids(UUID tenant) {
        return LongStream.rangeClosed(1, ROWS).mapToObj(i -> base(tenant) + i).toList();
    }

    /** The names in all tables, of all tenants. */
    static List<String> names() {
        return Stream.of(A, B, C, NOBODY)
                .flatMap(tenant -> names(tenant).stream())
                .toList();
    }

    static List<String> names(UUID tenant) {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> letter(tenant) + "-" + i)
                .toList();
    }

    static UUID labelId(long id) {
        return new UUID(0, Long.parseLong(String.valueOf(id), 16));
    }

    static String letter(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }

    private static long base(UUID tenant) {
        return 100L * (1 + List.of(A, B, C, NOBODY).indexOf(tenant));
    }

    @Override
    public void close() throws SQLException {
        superuser.close();
    }
}
