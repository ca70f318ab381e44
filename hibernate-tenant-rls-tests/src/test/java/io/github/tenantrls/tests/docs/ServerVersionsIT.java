// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.examples.quickstart.Project;
import io.github.tenantrls.examples.quickstart.Task;
import io.github.tenantrls.tests.migration.RealTarget;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.RlsVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On each PostgreSQL that the README names, the library isolates, and the verification tells right from wrong.
 *
 * <p>Every page about a rule is replayed on the oldest of them, and on the server of all other tests by {@link
 * RuleTranscriptsIT}; on those between, the pages whose subject depends on the version. With the system property {@code
 * every.page} all are replayed on all.
 */
@ParameterizedClass(name = "PostgreSQL {0}")
@ValueSource(ints = {14, 15, 16, 17, 18})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerVersionsIT {

    private static final List<UUID> TENANTS = List.of(Tenants.A, Tenants.B, Tenants.C);

    private static final int OLDEST = 14;

    private static final Pattern NAMES_A_VERSION = Pattern.compile("PostgreSQL 1\\d ");

    /** Pages that name none, about what is not the same on all: keys that set null, and memberships. */
    private static final Set<String> DEPEND_ON_THE_VERSION = Set.of("RLS028.md", "RLS050.md");

    private static @Nullable OtherServer server;

    @Parameter
    int major;

    @BeforeParameterizedClassInvocation
    static void start(int major) throws IOException {
        assumeTrue(
                OtherServer.isThere(major) || OtherServer.shouldBeThere(),
                () -> "the build has no binaries of PostgreSQL " + major + " for " + OtherServer.platform());
        server = OtherServer.start(major);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    List<Path> pages() throws IOException {
        boolean all = major == OLDEST || Boolean.getBoolean("every.page");
        return all
                ? RulePages.all()
                : RulePages.all().stream()
                        .filter(ServerVersionsIT::dependsOnTheVersion)
                        .toList();
    }

    private static boolean dependsOnTheVersion(Path page) {
        return DEPEND_ON_THE_VERSION.contains(page.getFileName().toString())
                || NAMES_A_VERSION.matcher(RulePages.text(page)).find();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_fault_of_a_page_is_found_by_its_rule_alone_and_its_mend_leaves_nothing(Path page) throws Exception {
        try (RuleStage stage = new RuleStage(database())) {
            assertThat(stage.serverVersion()).isEqualTo(major);
            new PageReplay(page).on(stage);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipelined", "separate"})
    void the_librarys_own_schema_is_found_right_and_proved_and_it_isolates(String binding) throws Exception {
        try (Database database = database()) {
            Factories application = Factories.on(database, Project.class, Task.class)
                    .createSchema()
                    .with(TenantRlsSettings.VERIFICATION_FAIL_ON, "low")
                    .with(TenantRlsSettings.BINDING, binding);
            database.sql(Role.SUPERUSER, "insert into project values (-1, 'of nobody', '" + Tenants.NOBODY + "')");
            try (SessionFactory factory = application.open()) {
                assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
                assertThat(RlsVerifier.of(factory).probe().results())
                        .hasSize(3)
                        .allSatisfy(table -> assertThat(table.outcome()).isEqualTo(ProbeOutcome.PROVED));
                isolates(factory);
                TestSchema.of(database).unprotect("project");
                assertThat(names(factory, Tenants.A)).hasSize(4); // the control: so it was the policies
            }
        }
    }

    @Test
    void an_existing_schema_is_taken_from_nothing_to_isolated(@TempDir Path folder) throws Exception {
        try (Database database = database()) {
            new RealTarget(database, folder).quartz();
        }
    }

    private static void isolates(SessionFactory factory) {
        TENANTS.forEach(tenant -> TenantContext.runAs(
                tenant, () -> factory.inTransaction(em -> em.persist(new Project("of " + tenant, "tag")))));
        for (UUID tenant : TENANTS) {
            assertThat(names(factory, tenant)).containsExactly("of " + tenant);
            assertThat(run(factory, tenant, "update project set name = name")).isOne();
            assertThat(run(factory, tenant, "delete from project_tags where tenant_id <> '" + tenant + "'"))
                    .isZero();
            assertThatThrownBy(() ->
                            run(factory, tenant, "insert into project values (-2, 'x', '" + Tenants.NOBODY + "')"))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    private static List<String> names(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(em ->
                        em.createQuery("select name from Project", String.class).getResultList()));
    }

    private static int run(SessionFactory factory, UUID tenant, String sql) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(
                        em -> em.createNativeMutationQuery(sql).executeUpdate()));
    }

    private static Database database() {
        return Objects.requireNonNull(server).createDatabase();
    }
}
