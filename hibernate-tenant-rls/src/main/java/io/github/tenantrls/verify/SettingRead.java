// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call of {@code current_setting}.
 *
 * @param setting the setting, where the call names it
 * @param missingOk whether a setting that there is not yields null, and no error
 */
record SettingRead(Optional<String> setting, boolean missingOk) {

    static Stream<SettingRead> in(SqlPhrase phrase) {
        return phrase.callsAnywhere("current_setting").map(SettingRead::of);
    }

    /** Whether it is a setting that need not be there: those of the server are, and have names without a dot. */
    boolean isCustom() {
        return setting.map(name -> name.contains(".")).orElse(true);
    }

    boolean mayRaise() {
        return isCustom() && !missingOk;
    }

    static SettingRead of(SqlPhrase arguments) {
        List<SqlPhrase> parts = arguments.parts(",");
        SqlPhrase name = parts.get(0).unwrapped().parts("::").get(0); // a cast to text says nothing
        Optional<String> setting = name.terms().size() == 1 && name.terms().get(0) instanceof SqlTerm.Literal literal
                ? Optional.of(literal.value())
                : Optional.empty();
        return new SettingRead(setting, parts.size() > 1 && !parts.get(1).is("false"));
    }
}
