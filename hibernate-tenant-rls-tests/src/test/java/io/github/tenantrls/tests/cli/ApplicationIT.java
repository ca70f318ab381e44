// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands that load an application's persistence unit, each in a class loader of its own. */
@ExtendWith(DatabaseExtension.class)
class ApplicationIT {

    private final Database database;
    private final Path folder;
    private final Map<String, String> passwords;

    ApplicationIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        passwords = Map.of(
                "TENANT_RLS_PASSWORD", database.password(Role.OWNER),
                "TENANT_RLS_RUNTIME_PASSWORD", database.password(Role.APP),
                "TENANT_RLS_SYSTEM_PASSWORD", database.password(Role.SYSTEM));
    }

    /** What this JVM has; the build names a folder of classes for modules that have none, too. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator, "--class-path=", ""));
    }

    private Said said(String... args) {
        return Cli.plain(passwords, args);
    }

    @Test
    void a_mapping_is_read_without_a_database() throws Exception {
        Path file = folder.resolve(IsolationFile.NAME);
        Said said = said("init", "--persistence-unit=shop", classPath(), "--tables=customer", "--config=" + file);
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.out()).contains("public.customer: you said so", "billing.Invoice: refers to public.customer");
        assertThat(IsolationFile.read(file).values())
                .containsEntry("persistence_unit", "shop")
                .containsKey("class_path");
    }

    @Test
    void a_persistence_unit_is_verified_and_its_schema_left_alone() throws Exception {
        database.empty();
        String[] check = {
            "check",
            "--url=" + database.url(),
            "--runtime-user=app",
            "--persistence-unit=bootstrap",
            classPath(),
            "--config=" + file("# nothing")
        };
        Said missing = said(check);
        assertThat(missing.code()).as(missing.all()).isEqualTo(1);
        assertThat(missing.out()).contains("RLS040", "of bootstrap, seen as role app");
        assertThat(database.value(Role.OWNER, "select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("0");
    }

    @Test
    void a_query_is_explained() throws Exception {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table country (code text primary key)",
                "create table customer (id bigint primary key, country_code text not null references country)");
        String config = "--config="
                + file("url=" + database.url()
                        + "\nuser=owner\nruntime_role=app\nsystem.user=system\ntables.scoped=public.customer\n");
        assertThat(said("migrate", "--apply", "-o" + folder, config).code()).isZero();

        Said said = said(
                "explain",
                config,
                "--tenant=" + CliShop.A,
                "--hql",
                "--persistence-unit=shop",
                classPath(),
                "from ShopCustomer where id = 5");
        assertThat(said.code()).as(said.all()).isZero();
        assertThat(said.out())
                .startsWith("public.customer: the policies cost no index; it is read by customer_pkey")
                .contains("with policies\n", "customer_pkey");
    }

    @Test
    void what_is_not_on_the_class_path_is_said() throws Exception {
        String config = "--config=" + file("url=" + database.url() + "\n");
        Said unit = said("check", config, "--runtime-user=app", "--persistence-unit=nothing", classPath());
        assertThat(unit.code()).isEqualTo(2);
        assertThat(unit.err()).contains("nothing");
        Said place = said("check", config, "--persistence-unit=shop", "--class-path=/no/such.jar");
        assertThat(place.code()).isEqualTo(2);
        assertThat(place.err()).contains("The class path has /no/such.jar, which is not there");
        Said none = said("check", config, "--persistence-unit=shop");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("Nothing says where the classes of the persistence unit are");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("own.properties"), text);
    }
}
