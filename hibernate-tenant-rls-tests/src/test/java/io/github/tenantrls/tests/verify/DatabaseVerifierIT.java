// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DatabaseVerifier;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.RuleInfo;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database without an application is judged as the application's own verifier judges it. */
class DatabaseVerifierIT extends ProbedItem {

    private static final String ORIGIN = "tenant-rls.properties";

    @TempDir
    private Path folder;

    DatabaseVerifierIT(Database database) {
        super(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select",
                "alter table item disable row level security",
                "alter table item_tags no force row level security; alter policy tenant_floor on item using (true)",
                "drop policy tenant_floor on item; create policy more on item using (true); create view v as select * from item; grant select on v to app",
                "alter table item alter tenant_id drop default; create index on item (id)",
                "drop table item_tags",
            })
    void it_finds_what_the_verifier_of_the_application_finds(String faults) {
        for (String fault : faults.split("; ")) {
            database.sql(Role.OWNER, fault);
        }
        VerificationReport report = verifier(Map.of()).verify();
        assertThat(normalized(report)).isEqualTo(normalized(byFactory()));
        assertThat(report.findings().isEmpty()).isEqualTo(faults.equals("select"));
        assertThat(report.unit()).isEqualTo(ORIGIN);
        assertThat(report.role()).isEqualTo("app");
    }

    @Test
    void what_only_an_application_shows_is_not_among_its_rules() {
        assertThat(verifier(Map.of()).verify().rules())
                .hasSize(byFactory().rules().size() - 1)
                .doesNotContain(new RuleInfo("RLS042", "unfit-setting"))
                .contains(new RuleInfo("RLS001", "rls-disabled"));
    }

    @Test
    void a_shared_table_with_a_tenant_column_is_found() {
        Map<String, String> values = Map.of("tables.scoped", "public.item", "tables.global", "public.item_tags");
        assertThat(verifier(values).verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("RLS039");
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.message())
                    .isEqualTo("it has the column tenant_id, but is listed as shared by all tenants, so nothing sees to"
                            + " it that its rows are isolated; list it as tenant-scoped");
        });
    }

    @Test
    void settings_and_baseline_accept_findings() throws IOException {
        database.sql(
                Role.OWNER,
                "alter table item no force row level security",
                "alter table item_tags disable row level security");
        Path baseline = folder.resolve("known");
        Files.writeString(baseline, "RLS003 public.item until 9999-12-31: known, ticket 1\n");
        VerificationReport report = verifier(
                        Map.of("verification.ignore", "RLS002", "verification.baseline", baseline.toString()))
                .verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.accepted())
                .extracting(accepted -> accepted.finding().rule() + " " + accepted.reason())
                .containsExactlyInAnyOrder("RLS002 " + TenantRlsSettings.VERIFICATION_IGNORE, "RLS003 known, ticket 1");
        assertThat(verifier(Map.of()).verify().findings()).hasSize(2);
    }

    @Test
    void a_baseline_can_be_on_the_class_path_and_one_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> verifier(Map.of("verification.baseline", "classpath:none.txt")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(ORIGIN + ": the file that " + TenantRlsSettings.VERIFICATION_BASELINE)
                .hasMessageContaining("it is not on the class path");
        assertThatThrownBy(() -> verifier(Map.of("verification.baseline", "classpath:logging.properties")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(ORIGIN + ": ")
                .hasMessageContaining("line 2");
    }

    @Test
    void the_probe_proves_and_refutes_and_leaves_out_what_is_accepted() {
        assertThat(verifier(Map.of()).probe().isProved()).isTrue();
        database.sql(Role.OWNER, "alter table item disable row level security");
        DatabaseVerifier verifier = verifier(Map.of());
        ProbeReport report = verifier.probe();
        assertThat(verifier.refuted(report)).extracting(Finding::subject).containsExactly("public.item");
        DatabaseVerifier accepting = verifier(Map.of("verification.ignore", "PROBE:public.item"));
        assertThat(accepting.refuted(accepting.probe())).isEmpty();
    }

    @Test
    void each_connection_is_given_back_as_it_came() throws SQLException {
        List<Connection> lent = new ArrayList<>();
        DataSource source = database.dataSource(Role.APP);
        LendingDataSource lending = () -> {
            lent.add(source.getConnection());
            return lent.get(lent.size() - 1);
        };
        DatabaseVerifier verifier = verifier(lending, Map.of());
        verifier.verify();
        verifier.probe();
        assertThat(lent).hasSize(2).allMatch(connection -> {
            try {
                return connection.isClosed();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_database_that_is_away_is_named_by_its_configuration() {
        LendingDataSource away = () -> {
            throw new SQLException("nobody there", "08001");
        };
        DatabaseVerifier verifier = verifier(away, Map.of());
        assertThatThrownBy(verifier::verify)
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(ORIGIN + ": whether the database isolates the tenants cannot be verified")
                .hasMessageContaining("nobody there")
                .hasCauseInstanceOf(SQLException.class);
        assertThatThrownBy(verifier::probe)
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(ORIGIN + ": whether the database isolates the tenants cannot be tried out");
    }

    private DatabaseVerifier verifier(Map<String, String> values) {
        return verifier(database.dataSource(Role.APP), values);
    }

    private static DatabaseVerifier verifier(DataSource source, Map<String, String> values) {
        Map<String, String> all =
                new HashMap<>(Map.of("tables.scoped", "public.item, public.item_tags", "runtime_role", "app"));
        all.putAll(values);
        // tag::of[]
        IsolationConfig config = IsolationConfig.of(all, "tenant-rls.properties");
        DatabaseVerifier verifier = DatabaseVerifier.of(source, config.scoped(), config.global(), config.settings());
        // end::of[]
        return verifier;
    }

    private VerificationReport byFactory() {
        try (SessionFactory factory = factories().open()) {
            return RlsVerifier.of(factory).verify();
        }
    }

    /** A mapping knows which tables are parts of others, and by which way it looks for them. */
    private static List<String> normalized(VerificationReport report) {
        return report.findings().stream()
                .map(finding -> finding.rule() + " " + finding.severity() + " "
                        + finding.subject().replace("public.", "") + " " + finding.mending())
                .toList();
    }
}
