// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import java.io.IOException;
import java.sql.SQLException;
import org.springframework.boot.SpringApplication;

/** Starts the application on an embedded PostgreSQL; the page is at http://localhost:8080/. */
public final class Demo {

    private Demo() {}

    /** Starts both, and stops both with the JVM. */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        DemoDatabase database = DemoDatabase.start();
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(database.properties());
        application.run(arguments).registerShutdownHook();
        Thread.currentThread().join(); // exec:java would end the JVM with this method
    }
}
