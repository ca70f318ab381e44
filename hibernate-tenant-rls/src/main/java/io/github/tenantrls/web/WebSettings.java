// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the resolver that settings describe. Immutable. */
final class WebSettings {

    /** The ways to state a tenant, by their names, in the order in which they are tried. */
    private static final Map<String, String> WAYS = ways();

    private static final String CLAIM = "claim:";

    private final WebSettingsReader reader;
    private final InstanceSettings instances;

    WebSettings(Map<String, ?> settings) {
        reader = new WebSettingsReader(settings);
        reader.refuseUnknown();
        instances = new InstanceSettings(reader);
    }

    private static Map<String, String> ways() {
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("header", TenantWebSettings.HEADER);
        ways.put("path", TenantWebSettings.PATH);
        ways.put("subdomain", TenantWebSettings.SUBDOMAIN);
        ways.put("claim", TenantWebSettings.CLAIM);
        ways.put("custom", TenantWebSettings.CUSTOM);
        return ways;
    }

    TenantResolver resolver(TenantLookup lookup) {
        new AnswerSettings(reader, instances).answers(); // so that no mistake waits for a refused request
        TenantResolverBuilder builder = TenantResolver.builder()
                .lookup(lookup)
                .strategies(strategies())
                .required(reader.list(TenantWebSettings.REQUIRED))
                .optional(reader.list(TenantWebSettings.OPTIONAL))
                .excluded(reader.list(TenantWebSettings.EXCLUDED));
        TenantAccess access = access(lookup);
        if (access != null) {
            builder.access(access);
        }
        TenantTokens tokens = new TokenSettings(reader).tokens();
        if (tokens != null) {
            builder.tokens(tokens);
        }
        if (reader.flag(TenantWebSettings.TRUST_FORWARDED_HOST, TenantWebSettings.DEFAULT_TRUST_FORWARDED_HOST)) {
            builder.trustForwardedHost();
        }
        return builder.build();
    }

    TenantAnswers answers() {
        return new AnswerSettings(reader, instances).answers();
    }

    private TenantStrategy[] strategies() {
        List<String> names = new ArrayList<>(Arrays.asList(reader.list(TenantWebSettings.STRATEGIES)));
        boolean listed = !names.isEmpty();
        WAYS.forEach((name, setting) -> {
            if (reader.has(setting) && !listed) {
                names.add(name);
            } else if (reader.has(setting) && !names.contains(name)) {
                throw reader.refused(TenantWebSettings.STRATEGIES, "add " + name + ", or leave out " + setting);
            }
        });
        if (names.isEmpty()) {
            throw new TenantRlsException("No request can state a tenant, because none of " + WAYS.values()
                    + " is given; give one of them, or " + TenantWebSettings.STRATEGIES);
        }
        return names.stream().map(this::strategy).toArray(TenantStrategy[]::new);
    }

    private TenantStrategy strategy(String name) {
        return switch (name) {
            case "header" ->
                TenantStrategy.header(reader.text(TenantWebSettings.HEADER, TenantWebSettings.DEFAULT_HEADER));
            case "path" -> TenantStrategy.path(needed(TenantWebSettings.PATH));
            case "subdomain" -> TenantStrategy.subdomain(reader.list(TenantWebSettings.SUBDOMAIN));
            case "claim" -> TenantStrategy.claim(needed(TenantWebSettings.CLAIM));
            case "custom" -> instances.needed(TenantWebSettings.CUSTOM, TenantStrategy.class);
            default ->
                throw reader.refused(TenantWebSettings.STRATEGIES, "accepted are " + String.join(", ", WAYS.keySet()));
        };
    }

    private String needed(String key) {
        String text = reader.text(key);
        if (text == null) {
            throw reader.refused(TenantWebSettings.STRATEGIES, "give " + key + " too");
        }
        return text;
    }

    private @Nullable TenantAccess access(TenantLookup lookup) {
        Object value = reader.value(TenantWebSettings.ACCESS);
        if (value == null) {
            return null;
        }
        String text = value.toString().trim();
        if (text.equals("anyone")) {
            return TenantAccess.anyone();
        }
        return text.startsWith(CLAIM)
                ? TenantAccess.claim(claim(text.substring(CLAIM.length()).trim()), lookup)
                : instances.needed(TenantWebSettings.ACCESS, TenantAccess.class);
    }

    private String claim(String name) {
        if (name.isEmpty()) {
            throw reader.refused(TenantWebSettings.ACCESS, "name the claim, as in claim:tenants");
        }
        return name;
    }
}
