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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubdomainStrategyTest {

    private static final TenantResolver ANY =
            Answered.by(TenantStrategy.subdomain()).build();
    private static final TenantResolver BELOW = Answered.by(
                    TenantStrategy.subdomain("app.example.com", "example.org", "localhost"))
            .build();

    private static Asked at(String host) {
        return Asked.anything().host(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.example.com", "acme.app.example.com", "ACME.Example.COM", "acme.example.com:8080",
                "acme.example.com.", "acme.example.com.:443", "acme.xn--mnchen-3ya.de", "acme.1.example"
            })
    void without_a_base_domain_the_first_of_three_labels_or_more_is_the_tenant(String host) {
        assertTenant(ANY, at(host), "acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.app.example.com",
                "ACME.APP.example.com:443",
                "acme.app.example.com.",
                "acme.example.org",
                "acme.localhost",
                "acme.localhost:8080"
            })
    void with_base_domains_a_label_right_below_one_is_the_tenant(String host) {
        assertTenant(BELOW, at(host), "acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "localhost.",
                "a.b.localhost",
                "example.com",
                "example.com.",
                "acme",
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.0.0.1.",
                "10.1.2.3",
                "127.1",
                "0x7f.0.0.1",
                "1.2.3.0x4",
                "127.0.0.1t",
                "a.b.3",
                "2130706433",
                "[::1]",
                "[::1]:8080",
                "[2001:db8::1]",
                "[::ffff:10.1.2.3]:80"
            })
    void a_host_that_is_none_below_another_states_nothing(String host) {
        assertRefused(ANY, at(host), TenantRefusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "a.acme.app.example.com",
                "acme.example.com",
                "acme.app.example.com.evil.net",
                "acme.notapp.example.com",
                "acmeapp.example.com",
                "localhost",
                "127.0.0.1",
                "[::1]",
                "www.a.example.org",
                "xn--acme.x.example.org"
            })
    void with_base_domains_all_other_hosts_state_nothing(String host) {
        assertRefused(BELOW, at(host), TenantRefusal.MISSING);
    }

    @Test
    void without_a_host_nothing_is_stated() {
        assertRefused(ANY, at(null), TenantRefusal.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "acme..example.com",
                ".acme.example.com",
                "acme.example.com..",
                "acme.example.com:",
                ":8080",
                "acme.example.com:port",
                "acme.example.com:123456",
                "acme.example.com:80:80",
                "-acme.example.com",
                "acme-.example.com",
                "ac_me.example.com",
                "acm\u00e9.example.com",
                "acme\u3002example.com",
                "acme.example.com\0",
                "acme.example.com\n",
                "acme.example.com ",
                "a cme.example.com",
                "acme.example.com/x",
                "user@acme.example.com",
                "acme.example.com,globex.example.com",
                "*.example.com",
                "acme%2eexample.com",
                "[::1",
                "::1",
                "[acme].example.com",
                "[::1].example.com",
                "[::1%25eth0]",
                "\u212aelvin.example.com",
                "\u0130.example.com",
                "xn--80ak6aa92e.example.com",
                "XN--80ak6aa92e.example.com",
                "ab--c.example.com"
            })
    void a_host_that_is_no_plain_name_is_refused_and_not_repeated(String host) {
        assertRefused(ANY, at(host), TenantRefusal.MALFORMED).hasMessageNotContainingAny("acm", "example", "xn");
    }

    @Test
    void a_label_and_a_name_have_a_limit() {
        assertTenant(ANY, at("a".repeat(63) + ".example.com"), "a".repeat(63));
        assertRefused(ANY, at("a".repeat(64) + ".example.com"), TenantRefusal.MALFORMED);
        assertRefused(ANY, at("a.".repeat(200) + "example.com"), TenantRefusal.MALFORMED);
        assertRefused(ANY, at("a".repeat(10_000_000)), TenantRefusal.MALFORMED);
    }

    @Test
    void a_punycoded_label_below_a_base_domain_is_refused() {
        assertRefused(BELOW, at("xn--80ak6aa92e.app.example.com"), TenantRefusal.MALFORMED);
    }

    @Test
    void several_hosts_are_refused() {
        assertRefused(
                ANY,
                at("acme.example.com").header("Host", "acme.example.com", "globex.example.com"),
                TenantRefusal.MALFORMED);
        assertTenant(ANY, at("acme.example.com").header("Host", "acme.example.com"), "acme");
    }

    @Test
    void a_forwarded_host_is_not_read_unless_it_is_trusted() {
        Asked request = at("acme.example.com").header("X-Forwarded-Host", "globex.example.com");
        assertTenant(ANY, request, "acme");
        assertTenant(trusting(), request, "globex");
    }

    @Test
    void a_trusted_forwarded_host_is_one_or_none() {
        assertTenant(trusting(), at("acme.example.com"), "acme");
        for (String forwarded : new String[] {"acme.example.com, globex.example.com", "", "acme.example.com,"}) {
            assertRefused(
                    trusting(), at("acme.example.com").header("X-Forwarded-Host", forwarded), TenantRefusal.MALFORMED);
        }
    }

    private static TenantResolver trusting() {
        return Answered.by(TenantStrategy.subdomain()).trustForwardedHost().build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com:80", "127.0.0.1", "[::1]", "https://example.com", "*.example.com", ".com"})
    void what_is_no_domain_name_is_refused(String base) {
        assertThatThrownBy(() -> TenantStrategy.subdomain(base))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("This cannot be a base domain, because it is no domain name");
    }
}
