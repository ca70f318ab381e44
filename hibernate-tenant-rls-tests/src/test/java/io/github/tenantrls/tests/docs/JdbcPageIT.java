// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.tenantrls.IsolationException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The snippets of docs/jdbc.md. */
@ExtendWith(DatabaseExtension.class)
class JdbcPageIT {

    private static final UUID acme = A;
    private static final UUID globex = B;

    private final Database database;

    private DataSource isolated;
    private HikariDataSource pool;

    JdbcPageIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void create() throws IOException, SQLException {
        database.empty();
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/project.sql"))) {
            String page = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            database.sql(Role.OWNER, page.replace("app_system", "system")); // the name that it has in the tests
        }
        String url = database.url();
        String password = database.password(Role.APP);
        // tag::wrap[]
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("app");
        pool.setPassword(password);
        DataSource isolated = RlsDataSource.of(pool);
        // end::wrap[]
        this.pool = pool;
        this.isolated = isolated;
        for (UUID tenant : List.of(acme, globex)) {
            TenantContext.runAs(tenant, () -> {
                try (Connection connection = isolated.getConnection();
                        PreparedStatement insert =
                                connection.prepareStatement("insert into project (name) values (?)")) {
                    insert.setString(1, tenant.equals(acme) ? "Apollo" : "Borealis");
                    insert.executeUpdate();
                }
            });
        }
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void plain_jdbc() throws SQLException {
        // tag::jdbc[]
        List<String> names = TenantContext.callAs(acme, () -> {
            try (Connection connection = isolated.getConnection();
                    PreparedStatement query = connection.prepareStatement("select name from project");
                    ResultSet rows = query.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found; // Apollo; Borealis is globex's
            }
        });
        // end::jdbc[]
        assertThat(names).containsExactly("Apollo");
    }

    @Test
    void jdbc_template() {
        // tag::template[]
        JdbcTemplate jdbc = new JdbcTemplate(isolated);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(isolated));

        TenantContext.runAs(
                acme,
                () -> transaction.executeWithoutResult(status -> {
                    jdbc.update("insert into project (name) values (?)", "Atlas");
                    jdbc.update("update project set name = upper(name)"); // those of acme alone
                }));
        // end::template[]
        assertThat(database.query(Role.SUPERUSER, "select name from project order by name"))
                .containsExactly("APOLLO", "ATLAS", "Borealis");
    }

    @Test
    void jooq() {
        // tag::jooq[]
        DSLContext dsl = DSL.using(isolated, SQLDialect.POSTGRES);

        List<String> names = TenantContext.callAs(
                acme,
                () -> dsl.transactionResult(transaction -> transaction
                        .dsl()
                        .select(DSL.field("name", String.class))
                        .from("project")
                        .fetchInto(String.class)));
        // end::jooq[]
        assertThat(names).containsExactly("Apollo");
    }

    // tag::mapper[]
    interface Projects {
        @Select("select name from project")
        List<String> names();
    }
    // end::mapper[]

    @Test
    void mybatis() {
        // tag::mybatis[]
        Configuration configuration = new Configuration(new Environment("app", new JdbcTransactionFactory(), isolated));
        configuration.setCacheEnabled(false); // its second-level cache knows no tenant
        configuration.addMapper(Projects.class);
        SqlSessionFactory sessions = new SqlSessionFactoryBuilder().build(configuration);

        List<String> names = TenantContext.callAs(acme, () -> {
            try (SqlSession session = sessions.openSession()) {
                return session.getMapper(Projects.class).names();
            }
        });
        // end::mybatis[]
        assertThat(names).containsExactly("Apollo");
    }

    @Test
    void system_work() {
        DataSource systemPool = database.dataSource(Role.SYSTEM);
        // tag::system[]
        DataSource withSystem = RlsDataSource.of(pool, Map.of(TenantRlsSettings.SYSTEM_DATASOURCE, systemPool));
        JdbcTemplate jdbc = new JdbcTemplate(withSystem);

        List<String> all = TenantContext.callAsSystem(
                "monthly invoice", () -> jdbc.queryForList("select name from project", String.class));
        // end::system[]
        assertThat(all).containsExactlyInAnyOrder("Apollo", "Borealis");
    }

    // tag::verified[]
    /** The table, for the verification alone: in the tests, where Hibernate is a dependency. */
    @Entity(name = "Project")
    @Table(name = "project")
    @TenantScoped
    static class ProjectTable {
        @Id
        long id;

        String name = "";
    }

    static void assertIsolates(DataSource pool) {
        new HibernatePersistenceConfiguration("tables")
                .managedClass(ProjectTable.class)
                .property("jakarta.persistence.nonJtaDataSource", pool) // the application's, not wrapped
                .property("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName())
                .property("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName())
                .property(TenantRlsSettings.RUNTIME_ROLE, "app")
                .property(TenantRlsSettings.VERIFICATION_PROBE, true)
                .createEntityManagerFactory() // does not start where the tenants are not isolated
                .close();
    }
    // end::verified[]

    @Test
    void the_wrapped_one_is_not_for_a_persistence_unit() {
        assertThatThrownBy(() -> assertIsolates(isolated)).isInstanceOf(MissingTenantException.class);
    }

    @Test
    void the_tables_are_verified_in_a_test() {
        assertIsolates(pool);
        database.sql(Role.OWNER, "alter table project no force row level security");
        assertThatThrownBy(() -> assertIsolates(pool))
                .hasRootCauseInstanceOf(IsolationException.class)
                .hasStackTraceContaining("RLS003");
    }
}
