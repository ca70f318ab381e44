// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.ProbeResult;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of items that tests change, for the probe to build rows for; every row that it built is gone again. */
@ExtendWith(DatabaseExtension.class)
abstract class ProbedRows {

    final Database database;

    private final SessionFactory factory;

    ProbedRows(Database database) {
        this.database = database;
        database.empty();
        this.factory = Factories.on(database, Item.class)
                .createSchema()
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
    }

    @AfterEach
    void close() {
        factory.close();
    }

    void assertProved() {
        assertThat(item().toString()).isEqualTo("public.item: proved");
    }

    ProbeResult item() {
        return report().results().get(0);
    }

    /** Leaves every table that a row could land in as it was. */
    ProbeReport report() {
        List<@Nullable String> before = rows();
        ProbeReport report = RlsVerifier.of(factory).probe();
        assertThat(rows()).isEqualTo(before);
        return report;
    }

    private List<@Nullable String> rows() {
        return database.query(
                Role.SUPERUSER,
                "select query_to_xml(format('select * from %s', oid::regclass), true, false, '')::text from pg_class"
                        + " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by relname");
    }
}
