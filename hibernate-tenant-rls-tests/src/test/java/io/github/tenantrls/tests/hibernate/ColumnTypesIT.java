// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.hibernate.Model.Note;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type of the tenant column, with every class of identifier that it can hold, and one that it cannot. */
@ExtendWith(DatabaseExtension.class)
class ColumnTypesIT {

    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(2, 2);

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("uuid", ONE, TWO, "1"),
                Arguments.of("uuid", ONE.toString(), TWO.toString(), "' or true --"),
                Arguments.of("text", "acme", "o'neill; drop table note --", "x".repeat(256)),
                Arguments.of("text", "1", 2L, "nul\0"),
                Arguments.of("varchar", "ACME", "acme", "x".repeat(10_000_000)),
                Arguments.of("bigint", 1L, Long.MAX_VALUE, "9223372036854775808"),
                Arguments.of("bigint", 1, "2", "1 or true"),
                Arguments.of("integer", 1, Integer.MAX_VALUE, 2147483648L),
                Arguments.of("integer", 1L, "-2", "2.0"));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("types")
    void isolates(String type, Object one, Object two, Object unfit, Database database) {
        database.sql(Role.OWNER, "drop table if exists note");
        Factories factories = Factories.on(database, Note.class).with(TenantRlsSettings.COLUMN_TYPE, type);
        try (SessionFactory factory = factories.createSchema().open()) {
            TenantContext.runAs(one, () -> factory.inTransaction(session -> session.persist(new Note(1, "one"))));
            TenantContext.runAs(two, () -> factory.inTransaction(session -> session.persist(new Note(2, "two"))));
            assertThat(texts(factory, one)).containsExactly("one");
            assertThat(texts(factory, two)).containsExactly("two");
            assertThatThrownBy(() -> texts(factory, unfit)).isInstanceOf(InvalidTenantException.class);
            assertThat(database.query(Role.SUPERUSER, "select tenant_id from note order by id"))
                    .containsExactly(one.toString(), two.toString());
            TestSchema.of(database).unprotect("note");
            assertThat(texts(factory, one)).containsExactlyInAnyOrder("one", "two");
        }
    }

    private static List<String> texts(SessionFactory factory, Object tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(
                        session -> session.createSelectionQuery("select text from Note", String.class)
                                .getResultList()));
    }
}
