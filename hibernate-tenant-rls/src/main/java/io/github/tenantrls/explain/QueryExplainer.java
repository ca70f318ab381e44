// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Explains what policies do to the plan of a statement: whether its conditions keep their indexes, and if not, what is at
 * fault. Changes nothing: all of it is rolled back. Thread-safe if the {@code DataSource}s are.
 */
public final class QueryExplainer {

    private final DataSource application;
    private final DataSource exempt;
    private final List<TenantTable> tables;
    private final RlsConfiguration configuration;

    private QueryExplainer(
            DataSource application, DataSource exempt, List<TenantTable> tables, RlsConfiguration configuration) {
        this.application = application;
        this.exempt = exempt;
        this.tables = List.copyOf(tables);
        this.configuration = configuration;
    }

    /**
     * An explainer for a database.
     *
     * @param application connections of the role that the application logs in as, bound to no tenant
     * @param exempt connections of a role that policies do not hold back: a superuser, one with {@code BYPASSRLS}, or the
     *     system role; it may make temporary tables
     * @param tables the tenant-scoped tables
     * @param settings settings of the library with their prefix
     * @return the explainer
     * @throws TenantRlsException if a setting cannot be read
     */
    public static QueryExplainer of(
            DataSource application, DataSource exempt, List<TenantTable> tables, Map<String, ?> settings) {
        return new QueryExplainer(application, exempt, tables, RlsConfiguration.ofDatabase(settings));
    }

    /**
     * Explains a statement.
     *
     * @param sql one SQL statement, whose parameters are written as {@code ?}, {@code $1} or {@code :name}; an operator
     *     with a question mark as {@code ??}
     * @param tenant the tenant that it is run for, as text
     * @param options how
     * @return both plans, and what they mean
     * @throws TenantRlsException if it is not one statement, cannot be planned, values of parameters are missing, or it is
     *     to be run and does not only read
     */
    public Explanation explain(String sql, String tenant, ExplainOptions options) {
        StatementText statement = StatementText.parse(sql);
        if (options.analyze() && !statement.reads()) {
            throw new TenantRlsException(
                    "A statement that changes something is not run to be explained; have it explained"
                            + " without running it");
        }
        try (Connection connection = application.getConnection();
                Rollback ours = new Rollback(connection);
                Connection other = exempt.getConnection();
                Rollback theirs = new Rollback(other)) {
            ours.begin(options.analyze());
            theirs.begin(false);
            return explain(statement, tenant, options, connection, other);
        } catch (SQLException e) {
            throw new TenantRlsException(
                    configuration.owner() + ": the statement cannot be explained (" + e.getMessage()
                            + "); see that it is right, and that both roles may read its tables",
                    e);
        }
    }

    private Explanation explain(
            StatementText statement, String tenant, ExplainOptions options, Connection connection, Connection other)
            throws SQLException {
        PlanReader reader = new PlanReader(connection, options);
        bind(reader, tenant);
        List<TenantTable> named = new ArrayList<>();
        Set<String> names = statement.names();
        for (TenantTable table : tables) {
            if (names.contains(table.name())) {
                found(reader, table, named);
            }
        }
        Plan with = reader.read(statement);
        bind(new PlanReader(other, options), tenant);
        Plan without = new WithoutPolicies(other, configuration, options).read(statement, named, searchPath(reader));
        return new Explanation(with.text(), without.text(), verdicts(connection, with, without));
    }

    private void bind(PlanReader reader, String tenant) throws SQLException {
        reader.value("select pg_catalog.set_config(?, ?, true)", configuration.variable(), tenant);
    }

    /** A table without schema is the one that the application's search path finds. */
    private static void found(PlanReader reader, TenantTable table, List<TenantTable> named) throws SQLException {
        String schema = reader.value(
                "select n.nspname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                        + " where c.oid = pg_catalog.to_regclass(?)",
                table.sqlName());
        if (!schema.isEmpty()) {
            named.add(table.at(schema, table.name()));
        }
    }

    private static String searchPath(PlanReader reader) throws SQLException {
        return reader.value(
                "select 'pg_temp' || coalesce((select string_agg(', ' || pg_catalog.quote_ident(s), '' order by o)"
                        + " from unnest(pg_catalog.current_schemas(false)) with ordinality as p (s, o)), '')");
    }

    private List<TableVerdict> verdicts(Connection connection, Plan with, Plan without) throws SQLException {
        Map<String, List<Scan>> read = with.scans().stream()
                .collect(Collectors.groupingBy(Scan::displayName, LinkedHashMap::new, Collectors.toList()));
        List<TableVerdict> verdicts = new ArrayList<>();
        for (Map.Entry<String, List<Scan>> table : read.entrySet()) {
            List<Scan> others = without.scans().stream()
                    .filter(scan -> scan.displayName().equals(table.getKey()))
                    .toList();
            verdicts.add(new Judge(connection, column(table.getKey()), table.getValue(), others).verdict());
        }
        return verdicts;
    }

    private String column(String table) {
        return tables.stream()
                .filter(known -> known.displayName().equals(table))
                .map(TenantTable::column)
                .findFirst()
                .orElse(configuration.column());
    }
}
