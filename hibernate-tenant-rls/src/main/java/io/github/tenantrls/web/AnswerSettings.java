// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.Arrays;
import java.util.Locale;

/** How the settings have refused requests answered. Immutable. */
record AnswerSettings(WebSettingsReader reader, InstanceSettings instances) {

    TenantAnswers answers() {
        Object value = reader.value(TenantWebSettings.ANSWERS);
        String text = value == null
                ? TenantWebSettings.DEFAULT_ANSWERS
                : value.toString().trim();
        return switch (text) {
            case "concealing" -> withStatus(TenantProblems.concealing());
            case "telling" -> withStatus(TenantProblems.telling());
            default -> own();
        };
    }

    private TenantAnswers own() {
        if (reader.has(TenantWebSettings.STATUS)) {
            throw reader.refused(TenantWebSettings.STATUS, "leave it out: a class of your own says the status itself");
        }
        return instances.needed(TenantWebSettings.ANSWERS, TenantAnswers.class);
    }

    private TenantAnswers withStatus(TenantProblems problems) {
        TenantProblems answers = problems;
        for (String item : reader.has(TenantWebSettings.STATUS)
                ? reader.list(TenantWebSettings.STATUS)
                : new String[] {TenantWebSettings.DEFAULT_STATUS}) {
            int equals = item.indexOf('=');
            answers = equals < 0
                    ? answers.withStatus(number(item))
                    : answers.withStatus(refusal(item.substring(0, equals)), number(item.substring(equals + 1)));
        }
        return answers;
    }

    private int number(String text) {
        if (!text.trim().matches("[0-9]{3}")) {
            throw reader.refused(TenantWebSettings.STATUS, "give a number from 400 to 599");
        }
        return Integer.parseInt(text.trim());
    }

    private TenantRefusal refusal(String name) {
        return Arrays.stream(TenantRefusal.values())
                .filter(refusal -> refusal.name().equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(() -> reader.refused(
                        TenantWebSettings.STATUS,
                        "accepted reasons are "
                                + Arrays.toString(TenantRefusal.values()).toLowerCase(Locale.ROOT)));
    }
}
