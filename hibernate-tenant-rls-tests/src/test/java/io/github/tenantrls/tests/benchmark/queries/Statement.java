// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL with places for the tenant's condition: {@code {t}} stands for that on the table with the alias {@code t}.
 *
 * @param sql the text
 * @param parameters the names of its parameters, in their order
 */
record Statement(String sql, List<String> parameters) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    /** The text where policies name the tenant. */
    String withoutCondition() {
        return PLACE.matcher(sql).replaceAll("");
    }

    /** The text where the statement itself does: a parameter more for each of its tables, after the others. */
    String withCondition() {
        return PLACE.matcher(sql).replaceAll(" and $1.tenant_id = ?");
    }

    /** The values of the parameters, in their order. */
    List<Object> values(Facts facts, boolean withCondition) {
        List<Object> values = new ArrayList<>();
        parameters.forEach(name -> values.add(facts.value(name)));
        Matcher places = PLACE.matcher(sql);
        while (withCondition && places.find()) {
            values.add(facts.tenant());
        }
        return values;
    }
}
