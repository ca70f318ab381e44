// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.ScopeSearch.Decision;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of a database or a persistence unit are to be tenant-scoped, which global, and why: a proposal, for a person
 * to look at. Immutable.
 *
 * <p>A table is tenant-scoped if the mapping says so, if it has the tenant column, or if a foreign key leads from it to such
 * a table. It is global if it holds the tenants, if a migration tool made it, or, to be looked at, if nothing in it leads to
 * a tenant and tenant-scoped tables refer to it. All else is proposed as tenant-scoped, to be looked at.
 */
public final class TableProposals {

    private final String column;
    private final TenantColumnType type;
    private final List<TableProposal> tables;

    private TableProposals(String column, TenantColumnType type, List<TableProposal> tables) {
        this.column = column;
        this.type = type;
        this.tables = List.copyOf(tables);
    }

    /**
     * Reads the catalog of a database; nothing is changed.
     *
     * @param connection a connection of whoever may see the tables
     * @param options what is known before
     * @return the proposals
     * @throws TenantRlsException if there are no tables, or one that the options name is not there
     * @throws SQLException if the catalog cannot be read
     */
    public static TableProposals ofDatabase(Connection connection, ProposalOptions options) throws SQLException {
        List<KnownTable> tables = CatalogTables.read(connection, options.schemas());
        if (tables.isEmpty()) {
            throw new TenantRlsException("There are no tables in the schema " + String.join(", ", options.schemas())
                    + " that this role can see; name another schema, or connect as the owner of the tables");
        }
        return of(tables, options);
    }

    /**
     * Reads the mapping of a persistence unit with Hibernate, which has to be on the class path; no database is needed.
     *
     * @param unit the name of the unit in {@code META-INF/persistence.xml}
     * @param settings settings that go before those of the unit, such as {@code hibernate.physical_naming_strategy}
     * @param options what is known before
     * @return the proposals
     * @throws TenantRlsException if there is no such unit, its mapping cannot be read, or a table that the options name is
     *     not there
     */
    public static TableProposals ofUnit(String unit, Map<String, ?> settings, ProposalOptions options) {
        return of(UnitMapping.tables(unit, settings, options.schemas().get(0)), options);
    }

    static TableProposals of(List<KnownTable> tables, ProposalOptions options) {
        String column = options.column() == null ? TenantColumns.find(tables) : options.column();
        TenantColumnType type = TenantColumns.commonType(tables, column);
        ScopeSearch search = new ScopeSearch(tables, options, column);
        Map<TableName, Decision> decisions = search.decisions();
        Map<TableName, String> ways = search.ways();
        List<TableProposal> proposals = tables.stream()
                .sorted(Comparator.comparing(KnownTable::name))
                .map(table -> {
                    Decision decision = decision(decisions, table);
                    FillSource fill = fill(table, decision, column, ways.get(table.name()), options.tenant());
                    return proposal(table, decision, column, type, fill);
                })
                .toList();
        return new TableProposals(column, type, proposals);
    }

    private static Decision decision(Map<TableName, Decision> decisions, KnownTable table) {
        Decision decision = decisions.get(table.name());
        if (decision == null) {
            throw new IllegalStateException("Nothing was decided for " + table.name());
        }
        return decision;
    }

    private static TableProposal proposal(
            KnownTable table, Decision decision, String column, TenantColumnType type, @Nullable FillSource fill) {
        TenantTable described = new TenantTable(
                null,
                table.name().schema(),
                table.name().name(),
                Set.of(),
                column,
                TenantColumns.type(table, column).orElse(type),
                true,
                false);
        return new TableProposal(described, decision.scope(), decision.reason(), decision.certain(), fill);
    }

    private static @Nullable FillSource fill(
            KnownTable table, Decision decision, String column, @Nullable String via, @Nullable String tenant) {
        if (decision.scope() == TableScope.GLOBAL || table.required().contains(column)) {
            return null; // no row lacks a tenant
        }
        if (via != null) {
            return new FillSource.Via(via);
        }
        return tenant == null ? null : new FillSource.OneTenant(tenant);
    }

    /**
     * The name of the tenant column that most tables have, or would have.
     *
     * @return the name
     */
    public String column() {
        return column;
    }

    /**
     * The type of the tenant column that most tables have, or would have.
     *
     * @return the type
     */
    public TenantColumnType columnType() {
        return type;
    }

    /**
     * What is proposed for each table.
     *
     * @return the proposals, in the order of their names
     */
    public List<TableProposal> tables() {
        return tables;
    }

    /**
     * The same proposals with one decided by a person.
     *
     * @param table the table of one of the proposals
     * @param scope whose its rows are
     * @return the new proposals
     */
    public TableProposals with(TenantTable table, TableScope scope) {
        List<TableProposal> changed = tables.stream()
                .map(proposal -> proposal.table().equals(table) ? proposal.as(scope) : proposal)
                .toList();
        return new TableProposals(column, type, changed);
    }

    /**
     * The proposals as keys and values of an {@link IsolationConfig}.
     *
     * @return {@code column}, {@code column_type}, {@code tables.scoped}, {@code tables.global} and what is said of tables
     */
    public Map<String, String> configuration() {
        Map<String, String> values = new TreeMap<>();
        values.put("column", column);
        values.put("column_type", type.sqlName());
        values.put(IsolationConfig.SCOPED, names(TableScope.SCOPED));
        values.put(IsolationConfig.GLOBAL, names(TableScope.GLOBAL));
        for (TableProposal proposal : of(TableScope.SCOPED)) {
            String key = "table." + written(proposal.table());
            proposal.fill().ifPresent(fill -> values.put(key + ".fill", fill.text()));
            if (proposal.table().columnType() != type) {
                values.put(key + ".column_type", proposal.table().columnType().sqlName());
            }
        }
        values.values().removeIf(String::isEmpty);
        return values;
    }

    private String names(TableScope scope) {
        return of(scope).stream().map(proposal -> written(proposal.table())).collect(Collectors.joining(", "));
    }

    private List<TableProposal> of(TableScope scope) {
        List<TableProposal> found = new ArrayList<>(tables);
        found.removeIf(proposal -> proposal.scope() != scope);
        return found;
    }

    private static String written(TenantTable table) {
        return new TableName(String.valueOf(table.schema()), table.name()).written();
    }
}
