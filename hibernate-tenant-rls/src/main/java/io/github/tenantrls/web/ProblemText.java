// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/** The words of an answer; none needs to be escaped in JSON. */
enum ProblemText {
    MISSING("missing-tenant", "No tenant", "The request does not state for which tenant it is."),
    MALFORMED("malformed-tenant", "Malformed tenant", "What the request states cannot be a tenant."),
    INVALID_TOKEN("invalid-token", "Invalid token", "The token of the request does not hold."),
    UNKNOWN("unknown-tenant", "Unknown tenant", "There is no such tenant."),
    SUSPENDED("suspended-tenant", "Suspended tenant", "The tenant is suspended."),
    FORBIDDEN("forbidden-tenant", "Forbidden tenant", "Who asks may not act for the tenant."),
    CONCEALED("no-such-resource", "No such resource", "There is nothing here for this request.");

    private static final String MEDIA_TYPE = "application/problem+json";
    /** A name, not an address: RFC 4151. */
    private static final String TYPE = "tag:tenantrls.github.io,2026:";

    private final String type;
    private final String title;
    private final String detail;

    ProblemText(String type, String title, String detail) {
        this.type = type;
        this.title = title;
        this.detail = detail;
    }

    static ProblemText of(TenantRefusal refusal) {
        return valueOf(refusal.name());
    }

    TenantAnswer answer(int status) {
        String body = "{\"type\":\"" + TYPE + type + "\",\"title\":\"" + title + "\",\"status\":" + status
                + ",\"detail\":\"" + detail + "\"}";
        return new TenantAnswer(status, MEDIA_TYPE, body);
    }
}
