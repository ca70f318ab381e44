// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * Transactions of a transaction manager: Narayana, on pools of Agroal, local and XA, and of DBCP.
 *
 * <p>Where each invariant of the binding is tested under JTA:
 *
 * <ul>
 *   <li>1, bound or refused, and 4, what cannot be composed: {@code JtaBindingIT}, each shape of statement
 *   <li>2, nothing remains: {@code JtaBindingIT}, and after each end in {@code JtaLifecycleIT} and {@code TwoResourcesIT}
 *   <li>3, no extra round trip: {@code JtaRoundTripsIT}
 *   <li>5, outside of a transaction, 6, the wire decides, 8, savepoints, 9, utility commands: {@code JtaBindingIT};
 *       connections that are held, also 6, are refused in {@code BadSetUpIT}
 *   <li>7, two tenants on a physical connection: {@code JtaIT}
 *   <li>8 also by the savepoints of JDBC: {@code JtaSavepointsIT}
 *   <li>10, a change of the tenant, 11, no tenant, 13, back doors, 15, cursors: {@code JtaRefusalsIT}
 *   <li>12, values: {@code JtaValuesIT}, and what is no value of the type in {@code JtaRefusalsIT}
 *   <li>14, the system: {@code JtaSystemIT}
 * </ul>
 *
 * <p>A crash between prepare and commit, and recovery by another process: {@code JtaRecoveryIT}.
 *
 * <p>Without policies these would fail: the negative controls are in {@code JtaIT}, {@code JtaBindingIT}, {@code
 * JtaSavepointsIT}, {@code JtaValuesIT} and {@code JtaRecoveryIT}.
 */
package io.github.tenantrls.tests.jta;
