// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares a database with what must be. */
final class Planner {

    private final PlanContext context;
    private final PlanSteps steps = new PlanSteps();
    private final ForceLift lift;

    private Planner(PlanContext context) {
        this.context = context;
        this.lift = new ForceLift(context, steps);
    }

    static MigrationPlan plan(Connection connection, IsolationConfig config, PlanOptions options) throws SQLException {
        RlsConfiguration settings = RlsConfiguration.of(config.settings());
        PlanCatalog catalog = new PlanCatalog(connection);
        PlanSession session = PlanSession.read(catalog);
        TenantsTableState tenants = TenantsTableState.read(catalog, settings);
        // so that the server prints every name with its schema, but those of its own
        catalog.any("select pg_catalog.set_config('search_path', 'pg_catalog', true)");
        List<TableState> tables = new PlannedTables(catalog, session, new TableReader(catalog, settings.variable()))
                .read(config.scoped());
        Fills fills = Fills.of(catalog, config, tables);
        PlanContext context = new PlanContext(
                catalog, session, config, settings, options, FillOrder.of(catalog, config, tables), fills);
        return new Planner(context).plan(tenants);
    }

    private MigrationPlan plan(TenantsTableState tenants) throws SQLException {
        new RolePlan(context, steps).plan();
        new TenantsTablePlan(context, steps).plan(tenants);
        columns();
        keys();
        enforce();
        new GrantPlan(context, steps).plan(shared(tenants));
        new RevokePlan(context, steps).plan();
        new SettingNotes(context, steps).note();
        return new MigrationPlan(chosen(), steps.notes());
    }

    private void columns() throws SQLException {
        lift.plan();
        ColumnPlan columns = new ColumnPlan(context, steps);
        for (TableState table : context.tables()) {
            columns.plan(table);
        }
        for (TableState table : context.tables()) {
            columns.backfill(table);
        }
        new NotNullPlan(context, steps).prepare(context.tables());
    }

    private void keys() throws SQLException {
        IndexSteps indexes = new IndexSteps(context, steps);
        ForeignKeyPlan foreign = new ForeignKeyPlan(context, steps);
        Set<String> served = foreign.indexes(indexes);
        IndexPlan plain = new IndexPlan(context, indexes);
        for (TableState table : context.tables()) {
            plain.plan(table, served);
        }
        foreign.plan();
        new UniqueKeyPlan(context, steps, indexes, foreign).plan();
    }

    private void enforce() throws SQLException {
        DefaultPlan defaults = new DefaultPlan(context, steps);
        NotNullPlan notNull = new NotNullPlan(context, steps);
        PolicyPlan policies = new PolicyPlan(context, steps);
        RowSecurityPlan security = new RowSecurityPlan(context, steps, lift);
        for (TableState table : context.tables()) {
            defaults.plan(table);
            notNull.enforce(table);
        }
        for (TableState table : context.tables()) {
            policies.plan(table);
        }
        context.tables().forEach(security::plan);
        new ViewPlan(context, steps).plan();
    }

    /** That of the tenants has grants of its own. */
    private List<TenantTable> shared(TenantsTableState tenants) throws SQLException {
        List<TenantTable> shared = new ArrayList<>();
        for (TenantTable table : context.config().global()) {
            if (!tenants.is(table)) {
                if (new TableReader(context.catalog(), context.settings().variable())
                        .read(table)
                        .isEmpty()) {
                    throw PlannedTables.missing(context.catalog(), table, IsolationConfig.GLOBAL);
                }
                shared.add(table);
            }
        }
        return shared;
    }

    private List<MigrationStep> chosen() {
        Set<MigrationPhase> phases = context.options().phases();
        List<MigrationStep> chosen = new ArrayList<>();
        if (phases.contains(MigrationPhase.PREPARE)) {
            chosen.addAll(steps.prepare());
        } else if (!steps.prepare().isEmpty()) {
            throw new TenantRlsException("The policies cannot be put into force yet: "
                    + steps.prepare().size() + " steps of the phase PREPARE are lacking, the first: "
                    + steps.prepare().get(0).description() + "; take them first");
        }
        if (phases.contains(MigrationPhase.ENFORCE)) {
            chosen.addAll(steps.enforce());
        }
        return chosen;
    }
}
