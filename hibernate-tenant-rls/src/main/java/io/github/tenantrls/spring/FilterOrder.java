// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Where among the servlet filters that of the tenants stands: behind what authenticates, before what the application does. */
final class FilterOrder {

    private static final String SECURITY_ORDER = "spring.security.filter.order";
    private static final int SECURITY_DEFAULT = -100;
    private static final int BEHIND = 10;

    private FilterOrder() {}

    static boolean isSecured() {
        return ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder", null);
    }

    /**
     * The order.
     *
     * @throws TenantRlsException if it would be before Spring Security, where nobody is authenticated yet
     */
    static int of(Environment environment) {
        int security = environment.getProperty(SECURITY_ORDER, Integer.class, SECURITY_DEFAULT);
        int order = environment.getProperty(BootSettings.FILTER_ORDER, Integer.class, security + BEHIND);
        if (isSecured() && order <= security) {
            throw new TenantRlsException(
                    "The filter of the tenants would run before Spring Security, which has not found"
                            + " out then who asks; give " + BootSettings.FILTER_ORDER + " a number above " + security
                            + ", which is that of " + SECURITY_ORDER + ", or leave it out");
        }
        return order;
    }
}
