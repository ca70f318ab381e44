// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests in one database, with one factory for each kind of pool; no transaction is left after any of them. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JtaTests {

    final Database database;
    final Stages stages;

    JtaTests(Database database) {
        this.database = database;
        stages = new Stages(database);
        JtaUnit.create(database);
    }

    @AfterEach
    final void no_transaction_is_left() throws Exception {
        Global.rollBack();
    }

    @AfterAll
    final void close() throws Exception {
        stages.close();
    }
}
