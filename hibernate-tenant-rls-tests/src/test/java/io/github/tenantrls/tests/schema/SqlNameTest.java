// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.internal.SqlName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlNameTest {

    @Test
    void names_are_quoted_and_their_quotes_doubled() {
        assertThat(SqlName.quote("plain")).isEqualTo("\"plain\"");
        assertThat(SqlName.quote("a\"; drop table b; --")).isEqualTo("\"a\"\"; drop table b; --\"");
    }

    @Test
    void texts_are_quoted_and_their_apostrophes_doubled() {
        assertThat(SqlName.literal("it's")).isEqualTo("'it''s'");
    }

    @Test
    void unquoted_names_are_folded_as_the_server_folds_them() {
        assertThat(SqlName.parse("MyDb.Sales.ORDERS")).containsExactly("mydb", "sales", "orders");
        assertThat(SqlName.parse("ÄRGER_X")).containsExactly("Ärger_x");
    }

    @Test
    void quoted_names_are_kept_with_dots_and_quotes() {
        assertThat(SqlName.parse("\"My.Schema\".\"a \"\" b\"")).containsExactly("My.Schema", "a \" b");
        assertThat(SqlName.parse("\"\"\"; drop table b; --\"")).containsExactly("\"; drop table b; --");
    }

    @Test
    void names_are_cut_where_the_server_cuts_them_and_never_within_a_character() {
        assertThat(SqlName.parse("x".repeat(70))).containsExactly("x".repeat(63));
        assertThat(SqlName.parse("\"" + "é".repeat(40) + "\"")).containsExactly("é".repeat(31));
        assertThat(SqlName.parse("\"" + "😀".repeat(16) + "\"")).containsExactly("😀".repeat(15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "\"", "\"\"", "\"a", "\"a\"b", "a\"b\"", "\"\"; drop table b; --\""
            })
    void what_is_no_name_is_refused(String sql) {
        assertThatThrownBy(() -> SqlName.parse(sql)).isInstanceOf(IllegalArgumentException.class);
    }
}
