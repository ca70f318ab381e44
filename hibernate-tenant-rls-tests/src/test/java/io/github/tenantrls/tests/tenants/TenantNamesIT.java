// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tenants.InvalidSlugException;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be the slug or the name of a tenant, for the library and, where it is a matter of the table, for the table. */
class TenantNamesIT extends WithTenants {

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", "a\n", "a'", "\0"})
    void what_is_no_label_of_a_domain_is_no_slug(String slug) {
        assertThatThrownBy(() -> tenants.create(slug, "Acme"))
                .isInstanceOf(InvalidSlugException.class)
                .hasMessage(
                        "This cannot be a slug, since it is no label of a domain name; give 1 to 63 lower-case letters,"
                                + " digits and hyphens, with a letter or digit at both ends");
        if (!slug.equals("\0")) {
            assertRefusedByTheTable(slug);
        }
    }

    @Test
    void a_slug_has_63_characters_at_most() {
        tenants.create("a".repeat(63), "Long");
        assertThatThrownBy(() -> tenants.create("a".repeat(64), "Longer")).isInstanceOf(InvalidSlugException.class);
        assertRefusedByTheTable("a".repeat(64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaa-0000-4000-8000-00000000000a",
                "00000000-0000-0000-0000-000000000000",
                "aaaaaaaa00004000800000000000000a",
                "aaaa-aaaa-0000-4000-8000-0000-0000-000a"
            })
    void what_reads_as_an_identifier_is_no_slug(String slug) {
        assertThatThrownBy(() -> tenants.create(slug, "Acme"))
                .isInstanceOf(InvalidSlugException.class)
                .hasMessageContaining("reads as an identifier of type uuid and could name two tenants")
                .hasMessageNotContaining(slug);
        assertRefusedByTheTable(slug);
    }

    private static void assertRefusedByTheTable(String slug) {
        assertThatThrownBy(() -> database.sql(
                        Role.SYSTEM,
                        "insert into tenants (id, slug, name) values (gen_random_uuid(), '" + slug.replace("'", "''")
                                + "', 'x')"))
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23514");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b"})
    void a_name_is_needed(String name) {
        assertThatThrownBy(() -> tenants.create("acme", name))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("This cannot be the name of a tenant");
        assertThatThrownBy(() -> tenants.create("acme", "x".repeat(256))).hasMessageContaining("longer than 255");
    }
}
