// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The projects of the current tenant, though no query says so. */
interface Projects extends JpaRepository<Project, Long> {

    List<Project> findAllByOrderByName(Limit limit);

    /** Somebody forgot "and tenant_id = ?" here. PostgreSQL did not. */
    @Query(nativeQuery = true, value = "select * from project where name ilike '%' || :text || '%' order by name")
    List<Project> search(String text);
}
