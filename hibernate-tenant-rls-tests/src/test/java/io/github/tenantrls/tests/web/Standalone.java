// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantProblems;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantTokens;
import java.util.concurrent.Callable;

/** Resolves requests; run where nothing but the library and the tests is on the class path. */
public final class Standalone implements Callable<String> {

    @Override
    public String call() {
        TenantResolver resolver = Answered.by(
                        TenantStrategy.header(),
                        TenantStrategy.path("/t/{tenant}/*"),
                        TenantStrategy.subdomain(),
                        TenantStrategy.claim("tenant"))
                .build();
        Object tenant = resolver.resolve(Asked.path("/t/acme")).orElseThrow();
        int status = TenantProblems.concealing().to(TenantRefusal.MISSING).status();
        try {
            Answered.by(TenantStrategy.claim("tenant"))
                    .tokens(TenantTokens.secret("a secret that nobody guesses, since it is long", "i", "a"));
            return "tokens are verified by nothing";
        } catch (TenantRlsException e) {
            return tenant + " " + status + " " + e.getMessage();
        }
    }
}
