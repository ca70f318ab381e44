// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * What a report says of a rule. Immutable.
 *
 * @param id the id, such as {@code RLS001}, which never changes its meaning
 * @param name the name, in words joined by hyphens, such as {@code rls-disabled}
 */
public record RuleInfo(String id, String name) {

    static RuleInfo of(Rule rule) {
        return new RuleInfo(rule.id(), rule.title());
    }

    static RuleInfo of(Finding finding) {
        return new RuleInfo(finding.rule(), finding.name());
    }
}
