// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

/**
 * What a load came to.
 *
 * @param transactions how many, of all threads
 * @param perSecond how many per second
 * @param p50 the time of a transaction in nanoseconds that half of them stay under
 * @param p95 as p50, for 95 of 100
 * @param p99 as p50, for 99 of 100
 */
public record LoadResult(long transactions, double perSecond, double p50, double p95, double p99) {}
