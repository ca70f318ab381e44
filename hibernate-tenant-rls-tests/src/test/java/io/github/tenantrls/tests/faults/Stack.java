// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/**
 * A way in which an application comes to its connections.
 *
 * @param jta whether they take part in the transactions of a transaction manager
 * @param pool the pool itself, past the library
 * @param size how many connections it has at most
 * @param active how many of them are lent
 * @param isolated the pool by the library's data source
 */
record Stack(
        String name,
        boolean jta,
        DataSource pool,
        int size,
        IntSupplier active,
        SessionFactory factory,
        DataSource isolated) {}
