// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the tenants, a page at a time. */
@Command(
        description = "List the tenants in the order of their slugs, a page at a time.",
        footer = {
            "",
            "Examples:",
            "  tenant-rls tenants list --limit 20",
            "  tenant-rls tenants list --limit 20 --after globex",
            "  tenant-rls tenants list --format json"
        })
final class ListTenants implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(names = "--limit", paramLabel = "NUMBER", description = "How many at most, up to 1000. Default: 100.")
    private int limit = 100;

    @Option(names = "--after", paramLabel = "SLUG", description = "Only those after this slug.")
    private @Nullable String after;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json. Default: text.")
    private Format format = Format.TEXT;

    ListTenants(Shell shell) {
        this.shell = shell;
    }

    private enum Format {
        TEXT,
        JSON
    }

    @Override
    public Integer call() {
        Tenants tenants = system.tenants(shell);
        List<Tenant> page = after == null ? tenants.list(limit) : tenants.list(after, limit);
        if (format == Format.JSON) {
            json(page);
        } else {
            text(page);
        }
        if (page.isEmpty() && after == null) {
            shell.err().println("There are no tenants yet; " + Root.NAME + " seed creates them.");
        }
        if (page.size() == limit) {
            shell.err()
                    .println("There may be more: --after " + page.get(limit - 1).slug());
        }
        return ExitCode.OK;
    }

    private void text(List<Tenant> page) {
        int width =
                page.stream().mapToInt(tenant -> tenant.slug().length()).max().orElse(0);
        for (Tenant tenant : page) {
            shell.out()
                    .printf(
                            "%-" + Math.max(width, 4) + "s  %-9s  %s  %s%n",
                            tenant.slug(),
                            TenantText.status(tenant),
                            tenant.id(),
                            Failures.oneLine(tenant.name()));
        }
    }

    private void json(List<Tenant> page) {
        shell.out()
                .println(page.stream()
                        .map(tenant -> "  " + Json.object(fields(tenant)))
                        .collect(Collectors.joining(",\n", "[\n", "\n]")));
    }

    private static Map<String, String> fields(Tenant tenant) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", tenant.id().toString());
        fields.put("slug", tenant.slug());
        fields.put("name", tenant.name());
        fields.put("status", TenantText.status(tenant));
        fields.put("createdAt", tenant.createdAt().toString());
        return fields;
    }
}
