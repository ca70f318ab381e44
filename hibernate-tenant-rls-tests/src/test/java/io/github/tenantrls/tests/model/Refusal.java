// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;

/** Why a statement is not executed. */
enum Refusal {
    OTHER_TENANT {
        @Override
        boolean is(Exception e) {
            return e instanceof TenantMismatchException;
        }
    },
    FAILED_TRANSACTION {
        @Override
        boolean is(Exception e) {
            return e instanceof SQLException sql && "25P02".equals(sql.getSQLState());
        }
    },
    OPEN_CURSOR {
        @Override
        boolean is(Exception e) {
            return e instanceof TenantRlsException
                    && e.getMessage() != null
                    && e.getMessage().contains("still reading rows from a cursor");
        }
    },
    /** As {@link #OPEN_CURSOR}, where it is not known whether the cursor is still there. */
    PERHAPS_OPEN_CURSOR {
        @Override
        boolean is(Exception e) {
            return OPEN_CURSOR.is(e);
        }
    };

    abstract boolean is(Exception e);
}
