// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import org.jboss.logging.Logger;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** One {@code EntityManager} for a whole request, which Spring Boot opens if nothing else is said. */
final class OpenInView {

    private static final Logger LOG = Logger.getLogger(OpenInView.class);

    private static final String SETTING = "spring.jpa.open-in-view";

    private OpenInView() {}

    /** It is opened behind the filter, so for the tenant of the request; what cannot be done then is told. */
    static void warnIfOn(Environment environment) {
        boolean on = environment.getProperty(SETTING, Boolean.class, true);
        if (on
                && ClassUtils.isPresent(
                        "org.springframework.web.servlet.DispatcherServlet", OpenInView.class.getClassLoader())) {
            LOG.warnf(
                    "%s is on: each request has one EntityManager, for the tenant of the request, so that"
                            + " TenantContext.runAs(another, ..) within a request is refused when it uses a repository;"
                            + " set it to false",
                    SETTING);
        }
    }
}
