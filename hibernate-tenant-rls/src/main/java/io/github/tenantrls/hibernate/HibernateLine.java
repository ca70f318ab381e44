// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantRlsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Version;
import org.jboss.logging.Logger;

/** Which line of Hibernate is there, and whether this library works with it. */
final class HibernateLine {

    private static final Logger LOG = Logger.getLogger(HibernateLine.class);

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

    private static final String SUPPORTED = "It is for Hibernate ORM 6.6 to 8.0";

    private HibernateLine() {}

    /**
     * Refuses what lacks what this library calls, before the first call of that kind.
     *
     * @throws TenantRlsException if Hibernate is too old
     */
    static void require(String unit) {
        require(unit, Version.getVersionString());
    }

    /** As the other method, for a version; one that cannot be read, as of a Hibernate that was built by hand, passes. */
    static void require(String unit, String version) {
        Matcher line = VERSION.matcher(version);
        if (!line.matches()) {
            return;
        }
        int major = Integer.parseInt(line.group(1));
        int minor = Integer.parseInt(line.group(2));
        if (major < 6 || major == 6 && minor < 6) {
            throw new TenantRlsException("Persistence unit " + unit + ": Hibernate ORM " + version
                    + " is a line that this library does not work with, so nothing would isolate the tenants. "
                    + SUPPORTED + "; take one of these");
        }
        if (major > 8 || major == 8 && minor > 0) {
            LOG.warnf(
                    "Persistence unit %s: Hibernate ORM %s is newer than what this library was tested with. %s; run your own"
                            + " tests of the isolation before you rely on it",
                    unit, version, SUPPORTED);
        }
    }
}
