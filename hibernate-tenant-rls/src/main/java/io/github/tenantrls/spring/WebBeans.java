// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsException;
import java.util.Map;

/** Beans of the application that stand for settings. */
final class WebBeans {

    private WebBeans() {}

    /**
     * Puts a bean in the place of a setting.
     *
     * @throws TenantRlsException if there is a value too: which of them counts must not be guessed
     */
    static void put(Map<String, Object> settings, String setting, Object bean) {
        if (settings.put(setting, bean) != null) {
            throw new TenantRlsException(
                    "Both " + setting + " and a bean of " + bean.getClass().getName()
                            + " decide the same; leave out the setting, or do not make a bean of it");
        }
    }
}
