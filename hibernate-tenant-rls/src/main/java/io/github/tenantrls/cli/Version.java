// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import org.postgresql.util.DriverInfo;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, and of what it is made. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            Root.NAME + " " + (version == null ? "(from source)" : version),
            "PostgreSQL JDBC driver " + DriverInfo.DRIVER_VERSION,
            "Java " + System.getProperty("java.version")
        };
    }
}
