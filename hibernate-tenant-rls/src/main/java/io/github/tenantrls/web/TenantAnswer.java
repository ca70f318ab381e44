// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

/**
 * What a refused request is answered: problem details (RFC 9457).
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the body, to be sent as UTF-8
 */
public record TenantAnswer(int status, String contentType, String body) {}
