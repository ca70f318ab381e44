// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import org.hibernate.Length;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RLS049: what is kept as a large object is shared by all tenants. */
@ExtendWith(DatabaseExtension.class)
class LargeObjectRulesIT {

    private static final String READ_ALL =
            "select convert_from(lo_get(oid), 'UTF8') from pg_largeobject_metadata where lomowner = 'app'::regrole";

    private final Database database;

    LargeObjectRulesIT(Database database) {
        this.database = database;
    }

    @Entity(name = "letter")
    @TenantScoped
    static class Letter {
        @Id
        long id = 1;

        @Lob
        String text = "secret of A";
    }

    @Entity(name = "letter")
    @TenantScoped
    static class LongLetter {
        @Id
        long id = 1;

        @Column(length = Length.LONG32)
        String text = "secret of A";
    }

    @Test
    void rls049_an_attribute_that_is_kept_as_a_large_object() {
        database.empty();
        RuleBench bench = new RuleBench(database, Letter.class);
        bench.schema().refusesStart("RLS049");
        bench.as(Tenants.A, em -> {
            em.persist(new Letter());
            return true;
        });
        assertThat(bench.as(Tenants.B, Sql.values(READ_ALL)))
                .as("what B reads of A")
                .containsExactly("secret of A");
        Finding finding = bench.finds("RLS049", Severity.HIGH, "public.letter");
        assertThat(finding.message()).contains("are in text,").contains("@Column(length = Length.LONG32)");
        assertThat(finding.mending()).isEmpty();
    }

    @Test
    void rls049_is_not_found_for_the_same_attribute_in_the_row() {
        RuleBench bench = new RuleBench(database, LongLetter.class);
        bench.correct();
        database.sql(Role.SUPERUSER, "select lo_unlink(oid) from pg_largeobject_metadata");
        bench.as(Tenants.A, em -> {
            em.persist(new LongLetter());
            return true;
        });
        assertThat(bench.as(Tenants.B, Sql.values(READ_ALL))).isEmpty();
        assertThat(bench.as(Tenants.B, Sql.values("select text from letter"))).isEmpty();
        assertThat(bench.as(Tenants.A, Sql.values("select text from letter"))).containsExactly("secret of A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oid", "number"})
    void rls049_a_column_that_nobody_maps_or_of_a_domain(String type) {
        RuleBench bench = new RuleBench(database, LongLetter.class);
        bench.correct().fault("create domain number as oid", "alter table letter add column scan " + type);
        assertThat(bench.finds("RLS049", Severity.HIGH, "public.letter").message())
                .contains("are in scan,");
    }
}
