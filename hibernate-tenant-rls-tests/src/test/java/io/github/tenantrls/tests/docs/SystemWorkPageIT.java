// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SystemWorkListener;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.verify.LogLines;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/system-work.md says is done as it says: its SQL, its settings and its code, in both ways. */
@ExtendWith(DatabaseExtension.class)
class SystemWorkPageIT {

    private static final Pattern SQL = Pattern.compile("<!-- (\\S+) -->\\R```sql\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTY = Pattern.compile("<property name=\"(\\S+)\"\\s+value=\"(.*?)\"/>");

    // tag::entity[]
    @Entity(name = "Invoice")
    @TenantScoped
    static class Invoice {
        @Id
        @GeneratedValue
        long id;

        String status = "open";

        int reminders;
    }
    // end::entity[]

    private final Database database;

    SystemWorkPageIT(Database database) {
        this.database = database;
    }

    @AfterEach
    void drop_roles() {
        for (String role : List.of("shop_app", "shop_system", "shop_owner")) {
            database.sql(
                    Role.SUPERUSER,
                    named("do $$ begin if to_regrole('" + role + "') is not null then drop owned by " + role
                            + " cascade; drop role " + role + "; end if; end $$"));
        }
    }

    @ParameterizedTest
    @CsvSource({"login, login", "role, role", "role, role-before-16"})
    void the_page_can_be_followed(String unit, String roles) throws IOException {
        database.empty();
        run(roles);
        database.sql(Role.SUPERUSER, named("grant all on schema public to shop_owner"));
        database.sql(Role.SUPERUSER, named("grant usage on schema public to shop_app, shop_system"));
        Factories application = application(unit);
        ownersSchema(unit).schema("create");
        try (SessionFactory factory = application.open();
                LogLines log = new LogLines("io.github.tenantrls.SystemWork")) {
            work(factory, A);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .matches("INFO Worked as the system, for all tenants, because: monthly reminders"
                                    + " \\(.*SystemWorkPageIT\\.work\\(SystemWorkPageIT\\.java:\\d+\\), \\d+ ms\\)"));
        }
    }

    private static void work(EntityManagerFactory emf, UUID acme) {
        TenantContext.runAs(A, () -> emf.runInTransaction(em -> em.persist(new Invoice())));
        TenantContext.runAs(B, () -> emf.runInTransaction(em -> em.persist(new Invoice())));
        // tag::work[]
        int reminded = TenantContext.<Integer, RuntimeException>callAsSystem(
                "monthly reminders",
                () -> emf.callInTransaction(em -> em.createQuery(
                                "update Invoice i set i.reminders = i.reminders + 1 where i.status = 'open'")
                        .executeUpdate()));
        // end::work[]
        assertThat(reminded).isEqualTo(2);
        // tag::nested[]
        TenantContext.runAsSystem("an invoice for each tenant", () -> {
            List<UUID> tenants = emf.unwrap(SessionFactory.class)
                    .fromTransaction(
                            session -> session.createNativeQuery("select distinct tenant_id from invoice", UUID.class)
                                    .getResultList());
            for (UUID tenant : tenants) {
                TenantContext.runAs(tenant, () -> emf.runInTransaction(em -> em.persist(new Invoice())));
            }
        });
        // end::nested[]
        TenantContext.runAs(
                acme,
                () -> assertThat(emf.<Long>callInTransaction(
                                em -> em.createQuery("select count(*) from Invoice", Long.class)
                                        .getSingleResult()))
                        .isEqualTo(2));
        assertThatThrownBy(() -> TenantContext.runAsSystem(
                        "an invoice of nobody", () -> emf.runInTransaction(em -> em.persist(new Invoice()))))
                .hasStackTraceContaining("null value in column \"tenant_id\"");
        List<String> trail = new ArrayList<>();
        // tag::listener[]
        SystemWorkListener audit = work -> trail.add(work.start() + " " + work.caller() + ": " + work.reason());
        TenantContext.addSystemWorkListener(audit);
        // end::listener[]
        TenantContext.runAsSystem("heard", () -> {});
        TenantContext.removeSystemWorkListener(audit);
        assertThat(trail).singleElement().asString().endsWith(": heard");
    }

    private Factories application(String unit) throws IOException {
        Factories factories = Factories.on(database, Invoice.class).with(TenantRlsSettings.VERIFICATION_FAIL_ON, "low");
        properties(unit)
                .forEach(property -> factories.with(
                        property.group(1),
                        property.group(1).endsWith(".url") ? database.url() : named(property.group(2))));
        return factories;
    }

    private Factories ownersSchema(String unit) throws IOException {
        return application(unit)
                .with("jakarta.persistence.jdbc.user", named("shop_owner"))
                .with("jakarta.persistence.jdbc.password", "owner-secret");
    }

    private static List<MatchResult> properties(String unit) throws IOException {
        String xml = Files.readString(Path.of("src/test/resources/system-work/persistence.xml"));
        String part = xml.split("<!-- (tag|end)::" + unit + "\\[] -->")[1];
        return PROPERTY.matcher(part).results().toList();
    }

    /** Runs the SQL of the page under a name, but for the creation of the database. */
    private void run(String name) throws IOException {
        String sql = SQL.matcher(Files.readString(Path.of("../docs/system-work.md")))
                .results()
                .filter(block -> block.group(1).equals(name))
                .findFirst()
                .orElseThrow()
                .group(2);
        for (String statement : sql.split(";\\s*")) {
            boolean since16 = statement.contains("inherit false");
            int version = Integer.parseInt(String.valueOf(database.value(Role.OWNER, "show server_version_num")));
            if (!statement.startsWith("create database") && !(since16 && version < 160_000)) {
                database.sql(Role.SUPERUSER, named(statement));
            }
        }
    }

    /** The roles of a server belong to all of its databases, so they are named after this one. */
    private String named(String text) {
        return text.replaceAll("\\bshop_", database.name() + "_");
    }
}
