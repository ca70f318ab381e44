// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The first label of the host. Immutable. */
record SubdomainStrategy(List<HostName> bases) implements TenantStrategy {

    /** Without a base domain: a name of the application's own has two, as {@code example.com}. */
    private static final int LEAST_LABELS = 3;

    static SubdomainStrategy of(String... baseDomains) {
        return new SubdomainStrategy(
                Arrays.stream(baseDomains).map(SubdomainStrategy::base).toList());
    }

    private static HostName base(String domain) {
        return HostName.parse(domain)
                .filter(name -> !name.labels().isEmpty() && domain.indexOf(':') < 0)
                .orElseThrow(() -> new TenantRlsException("This cannot be a base domain, because it is no domain name;"
                        + " give one such as app.example.com, without port"));
    }

    @Override
    public Optional<String> find(TenantRequest request) {
        if (request.headers("Host").stream().distinct().count() > 1) {
            throw Refused.malformed("it names several hosts");
        }
        String host = request.host();
        return host == null ? Optional.empty() : first(host);
    }

    private Optional<String> first(String host) {
        List<String> labels = HostName.parse(host)
                .orElseThrow(() -> Refused.malformed("its host is no name"))
                .labels();
        if (bases.isEmpty() ? !isLongEnough(labels) : bases.stream().noneMatch(base -> isBelow(base, labels))) {
            return Optional.empty();
        }
        if (HostName.isEncoded(labels.get(0))) {
            throw Refused.malformed("the label of its host is punycoded");
        }
        return Optional.of(labels.get(0));
    }

    private static boolean isLongEnough(List<String> labels) {
        return labels.size() >= LEAST_LABELS && !labels.get(labels.size() - 1).equals("localhost");
    }

    private static boolean isBelow(HostName base, List<String> labels) {
        return labels.size() == base.labels().size() + 1
                && labels.subList(1, labels.size()).equals(base.labels());
    }
}
