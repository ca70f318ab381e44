// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The application, as it would be without tenants. */
@SpringBootApplication
@EnableAsync
@EnableScheduling
public class Application {

    /** Starts it on the database that {@code spring.datasource.*} names. */
    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }
}
