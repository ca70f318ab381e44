// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AgroalSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver's own modes, which change how and when statements reach the server. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DriverModesIT {

    private static final String NAMES = "select name from project";

    private Database database;
    private Sample sample;

    @BeforeAll
    void create() {
        sample = Sample.in(database);
    }

    @AfterAll
    void close() throws SQLException {
        sample.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preferQueryMode=simple",
                "preferQueryMode=extendedForPrepared",
                "preferQueryMode=extendedCacheEverything",
                "prepareThreshold=1",
                "prepareThreshold=0",
                "prepareThreshold=-1",
                "prepareThreshold=1&preparedStatementCacheQueries=2",
                "reWriteBatchedInserts=true&prepareThreshold=1",
                "autosave=always",
                "autosave=conservative&prepareThreshold=1",
                "binaryTransfer=false",
                "defaultRowFetchSize=1",
                "stringtype=unspecified"
            })
    void every_core_way_is_isolated(String parameters) {
        CoreWays.check(sample, sample.factoriesWithDriver(parameters));
    }

    @Test
    void after_a_failure_that_the_driver_undoes_by_itself_the_session_goes_on_for_its_tenant() {
        try (SessionFactory factory =
                sample.factoriesWithDriver("autosave=always").open()) {
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.inTransaction(session -> session.doWork(connection -> {
                        assertThat(names(connection)).isEqualTo(Sample.names(Tenants.A));
                        assertThatThrownBy(() -> connection
                                        .prepareStatement("select 1 / 0")
                                        .execute())
                                .isInstanceOfSatisfying(
                                        SQLException.class,
                                        e -> assertThat(e.getSQLState()).isEqualTo("22012"));
                        assertThat(names(connection)).isEqualTo(Sample.names(Tenants.A));
                    })));
        }
    }

    @Test
    void a_failure_as_the_first_statement_that_the_driver_undoes_by_itself_leaves_nothing_unbound() {
        try (SessionFactory factory =
                sample.factoriesWithDriver("autosave=always").open()) {
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.inTransaction(session -> session.doWork(connection -> {
                        assertThatThrownBy(() -> connection
                                        .prepareStatement("select 1 / 0")
                                        .execute())
                                .isInstanceOf(SQLException.class);
                        assertThat(names(connection)).isEqualTo(Sample.names(Tenants.A));
                    })));
        }
    }

    @Test
    void a_plan_that_the_driver_prepares_again_in_the_transaction_runs_for_the_same_tenant() {
        String everything = "select * from note order by id";
        try (SessionFactory factory = sample.factoriesWithDriver("autosave=conservative&prepareThreshold=1")
                .with(AgroalSettings.AGROAL_MAX_SIZE, "1")
                .open()) {
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.inTransaction(session -> session.doWork(connection -> {
                        for (int i = 0; i < 3; i++) {
                            connection
                                    .prepareStatement(everything)
                                    .executeQuery()
                                    .close();
                        }
                    })));
            database.sql(Role.OWNER, "alter table note add column more text");
            TenantContext.runAs(
                    Tenants.B,
                    () -> factory.inTransaction(session -> session.doWork(connection -> {
                        connection.createStatement().execute("select 1");
                        var rows = connection.prepareStatement(everything).executeQuery();
                        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(4);
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getString("text")).isEqualTo("b-1");
                    })));
        } finally {
            database.sql(Role.OWNER, "alter table note drop column more");
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return JdbcReadsIT.names(statement.executeQuery(NAMES + " order by name"));
        }
    }
}
