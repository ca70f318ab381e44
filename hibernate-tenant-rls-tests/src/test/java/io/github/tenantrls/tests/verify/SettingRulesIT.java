// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about what connections begin with finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class SettingRulesIT {

    private final Database database;
    private final RuleBench bench;

    SettingRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        database.sql(
                Role.SUPERUSER,
                "alter database " + database.name() + " reset app.current_tenant",
                "alter database " + database.name() + " reset row_security");
        bench.dropRoles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"role %1$s", "database %2$s", "role %1$s in database %2$s"})
    void rls020_a_preset_tenant(String place) {
        bench.correct().rows();
        String login = bench.logIn();
        assertThat(rowsOnAnUnboundConnection(login)).isZero();
        bench.fault(
                "alter " + place.formatted(login, database.name()) + " set app.current_tenant = '" + Tenants.B + "'");
        assertThat(rowsOnAnUnboundConnection(login)).isOne();
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.refusesStart("RLS020");
        Finding finding = bench.finds("RLS020", Severity.CRITICAL, place.startsWith("role") ? login : database.name());
        assertThat(finding.message())
                .contains("app.current_tenant", "for " + place.formatted(login, database.name()))
                .doesNotContain(Tenants.B.toString());
        bench.mends(finding);
        assertThat(rowsOnAnUnboundConnection(login)).isZero();
    }

    /** The connections that leak are those beside the library: its own empty the setting where they have no tenant. */
    @Test
    void rls020_work_without_a_tenant_by_an_EntityManager_sees_nothing_all_the_same() {
        bench.with(TenantRlsSettings.MISSING_TENANT, "empty").correct().rows();
        String login = bench.logIn();
        bench.fault("alter database " + database.name() + " set app.current_tenant = '" + Tenants.B + "'");
        assertThat(rowsOnAnUnboundConnection(login)).isOne();
        assertThat(bench.visibleWithoutTenant()).isEmpty();
    }

    @Test
    void rls020_a_tenant_in_the_url() {
        bench.correct();
        bench.with(JdbcSettings.JAKARTA_JDBC_URL, database.url() + "?options=-c%20app.current_tenant=" + Tenants.B);
        Finding finding = bench.finds("RLS020", Severity.CRITICAL, "app");
        assertThat(finding.message()).contains("on the connection");
        assertThat(finding.mending()).isEmpty();
    }

    @Test
    void rls020_presets_of_others_or_of_no_tenant_are_no_fault() {
        bench.correct();
        String login = bench.logIn();
        String other = bench.role("other", "");
        bench.fault(
                "alter role " + other + " set app.current_tenant = '" + Tenants.B + "'",
                "alter database " + database.name() + " set app.current_tenant = ''",
                "alter database " + database.name() + " set app.user_id = 'x'");
        bench.clean();
        bench.fault(
                "alter database " + database.name() + " set app.current_tenant = '" + Tenants.B + "'",
                "alter role " + login + " set app.current_tenant = ''");
        bench.clean();
        bench.fault("alter database " + database.name() + " reset app.user_id");
    }

    @ParameterizedTest
    @CsvSource({
        "role %1$s in database %2$s, role %1$s",
        "role %1$s in database %2$s, database %2$s",
        "role %1$s, database %2$s"
    })
    void rls020_of_two_presets_the_one_that_holds_counts(String holding, String other) {
        bench.correct().rows();
        String login = bench.logIn();
        for (boolean holdingFirst : new boolean[] {true, false}) {
            List<String> places = holdingFirst ? List.of(holding, other) : List.of(other, holding);
            places.forEach(place -> preset(place, login, place.equals(holding) ? Tenants.B.toString() : ""));
            assertThat(rowsOnAnUnboundConnection(login)).isOne();
            bench.finds("RLS020", Severity.CRITICAL, holding.startsWith("role") ? login : database.name());
            resetPresets(places, login);
            places.forEach(place -> preset(place, login, place.equals(holding) ? "" : Tenants.B.toString()));
            assertThat(rowsOnAnUnboundConnection(login)).isZero();
            bench.clean();
            resetPresets(places, login);
        }
    }

    private void preset(String place, String login, String value) {
        bench.fault("alter " + place.formatted(login, database.name()) + " set app.current_tenant = '" + value + "'");
    }

    private void resetPresets(List<String> places, String login) {
        places.forEach(
                place -> bench.fault("alter " + place.formatted(login, database.name()) + " reset app.current_tenant"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"role %1$s", "database %2$s", "role %1$s in database %2$s"})
    void rls041_row_security_off(String place) {
        bench.correct().rows();
        String login = bench.logIn();
        bench.fault("alter " + place.formatted(login, database.name()) + " set row_security = 'false'");
        assertThatThrownBy(() -> bench.visibleTo(Tenants.A))
                .hasMessageContaining("query would be affected by row-level security policy");
        bench.refusesStart("RLS041");
        bench.mends(bench.finds("RLS041", Severity.HIGH, place.startsWith("role") ? login : database.name()));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls041_row_security_off_in_the_url_or_on() {
        bench.correct();
        String login = bench.logIn();
        bench.fault("alter role " + login + " set row_security = on").clean();
        bench.with(JdbcSettings.JAKARTA_JDBC_URL, database.url() + "?options=-c%20row_security=off");
        assertThat(bench.finds("RLS041", Severity.HIGH, login).mending()).isEmpty();
    }

    private int rowsOnAnUnboundConnection(String login) {
        try (Connection connection = DriverManager.getConnection(database.url(), login, "x");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from item")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
