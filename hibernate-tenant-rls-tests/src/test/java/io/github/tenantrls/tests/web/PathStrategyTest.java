// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathStrategyTest {

    private static final TenantResolver BY_PATH =
            Answered.by(TenantStrategy.path("/t/{tenant}/*")).build();

    @ParameterizedTest
    @CsvSource({
        "/t/{tenant}/*,      /t/acme",
        "/t/{tenant}/*,      /t/acme/",
        "/t/{tenant}/*,      /t/acme/orders/7",
        "/t/:tenant/*,       /t/acme/orders/7",
        "/t/:tenantId,       /t/acme",
        "/:tenant/*,         /acme/orders",
        "/api/v1/:t/orders,  /api/v1/acme/orders",
        "/:tenant/,          /acme/",
        "/t/{tenant}/*,      /%74/%61cme/orders",
        "/t/{tenant}/*,      /t/acme/a;b=c/d",
        "/t/{tenant}/*,      /t/acme/100%25/caf%C3%A9",
        "/t/{tenant}/*,      /t/acme/..a/...",
        "/t/{tenant}/*,      /t/acme/a:b@c|d",
    })
    void the_segment_at_the_variable_is_the_tenant(String pattern, String path) {
        assertTenant(Answered.by(TenantStrategy.path(pattern)).build(), Asked.path(path), "acme");
    }

    @ParameterizedTest
    @CsvSource({
        "/t/{tenant}/*,  /",
        "/t/{tenant}/*,  ''",
        "/t/{tenant}/*,  /t",
        "/t/{tenant}/*,  /t/",
        "/t/{tenant}/*,  /T/acme",
        "/t/{tenant}/*,  /x/acme",
        "/t/{tenant}/*,  /x/t/acme",
        "/t/{tenant}/*,  /t%20/acme",
        "/t/{tenant}/*,  /tt/acme",
        "/t/{tenant},    /t/acme/",
        "/t/{tenant},    /t/acme/orders",
    })
    void a_path_of_another_pattern_states_nothing(String pattern, String path) {
        assertRefused(Answered.by(TenantStrategy.path(pattern)).build(), Asked.path(path), TenantRefusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/t/acme/../globex",
                "/t/acme/..",
                "/t/./acme",
                "/x/../t/acme",
                "/t/acme/%2e%2e/globex",
                "/t/acme/%2E./globex",
                "/t/acme/..;/globex",
                "/t/acme/..;x=y/globex",
                "/t/acme/..%3b/globex",
                "/t/acme/;/globex",
                "/t/..",
                "/t/%2e%2e/x",
                "//t/acme",
                "/t//acme",
                "/t/acme//x",
                "//",
                "/t/acme%2fglobex",
                "/t/acme%2F..%2Fglobex",
                "/t/acme%5cglobex",
                "/t/acme\\..\\globex",
                "/t/acme%252fglobex",
                "/t/%2561cme",
                "/t/acme/%252e%252e/globex",
                "/t/acme%00",
                "/t/acme\0",
                "/t/acme%0d%0aX",
                "/t/acme%7f",
                "/t/acme%c2%85",
                "/t/acme%",
                "/t/acme%2",
                "/t/acme%zz",
                "/t/acme%u002f",
                "/t/acme%25u002fx",
                "/t/acme%\uff12\uff11",
                "/t/%c0%af",
                "/t/%c0%ae%c0%ae/x",
                "/t/%ff",
                "/t/%ed%a0%80",
                "/t/acm\u00e9",
                "/t/acm%C3%A9",
                "/t/ac me",
                "/t/ac%20me",
                "/t;x/acme",
                "/t/acme;x=y",
                "/t/acme;x=y/orders",
                "/t/acme%3bx/orders",
                "/t/;acme",
                "/t/acme?x",
                "/t/acme#x",
                "t/acme",
                "http://host/t/acme",
                "*",
            })
    void a_path_that_can_be_read_in_several_ways_is_refused_and_not_repeated(String path) {
        assertRefused(BY_PATH, Asked.path(path), TenantRefusal.MALFORMED)
                .hasMessageNotContainingAny("acm", "globex", "/t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t/:tenant",
                "/t",
                "/*",
                "/t/:a/:b",
                "/t/{a}/x/{b}",
                "/t/*/:tenant",
                "//:tenant",
                "/t/../:tenant",
                "/./:tenant",
                "/t%20/:tenant",
                "/t;x/:tenant",
                "/t/{tenant",
                "/t/{}",
                "/t/:",
                "/t/:1",
                "/{tenant}//*",
                "/t/{tenant:.*}"
            })
    void what_is_no_pattern_with_one_variable_is_refused(String pattern) {
        assertThatThrownBy(() -> TenantStrategy.path(pattern))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith("This cannot be a pattern of paths here, because it ")
                .hasMessageContaining("; give one such as /");
    }
}
