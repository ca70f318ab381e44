/**
 * Connects the library with Spring Boot: found by auto-configuration where Spring Boot and Hibernate are on the class path.
 *
 * <p>The settings are those of {@link io.github.tenantrls.TenantRlsSettings}, written {@code hibernate.tenant-rls.*}.
 */
@NullMarked
package io.github.tenantrls.spring;

import org.jspecify.annotations.NullMarked;
