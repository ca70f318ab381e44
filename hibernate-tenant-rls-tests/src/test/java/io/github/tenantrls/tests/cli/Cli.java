// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import io.github.tenantrls.cli.TenantRlsCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line within this JVM, with a configuration and an environment. Immutable. */
final class Cli {

    private final Map<String, String> environment;
    private final Path config;

    private Cli(Map<String, String> environment, Path config) {
        this.environment = environment;
        this.config = config;
    }

    static Cli of(Path config) {
        return new Cli(Map.of(), config);
    }

    /** With a variable in its environment. */
    Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(more, config);
    }

    /** Runs a command that has a configuration; its name is the first word, or the first two for {@code tenants}. */
    Said run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add(args[0].equals("tenants") ? 2 : 1, "--config=" + config);
        return plain(environment, all.toArray(String[]::new));
    }

    /** Runs a command as it is. */
    static Said plain(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TenantRlsCommand.run(new PrintWriter(out), new PrintWriter(err), environment, args);
        return new Said(code, out.toString(), err.toString());
    }
}
