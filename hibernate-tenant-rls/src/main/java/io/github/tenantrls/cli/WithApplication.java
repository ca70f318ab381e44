// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.jboss.logging.Logger;
import org.postgresql.Driver;
import picocli.CommandLine;

/** Runs a command once more in a class loader that has the classes of an application too, Hibernate's among them. */
final class WithApplication {

    private static final String FAILED = "The classes of the application cannot be loaded beside those of this program";

    private WithApplication() {}

    /** Runs the command of a shell so. */
    static int run(Shell shell, String classPath) {
        List<URL> urls = own();
        urls.addAll(ClassPath.urls(classPath));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Method inside = Class.forName(WithApplication.class.getName(), true, loader)
                    .getDeclaredMethod(
                            "inside", PrintWriter.class, PrintWriter.class, Map.class, boolean.class, List.class);
            inside.setAccessible(true);
            return (int) inside.invoke(
                    null, shell.out(), shell.err(), shell.environment(), shell.isTerminal(), shell.args());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(FAILED, e.getCause());
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(FAILED, e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** What is called in the other class loader, with types of Java's own. */
    static int inside(
            PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal, List<String> args)
            throws SQLException {
        try {
            return CommandRun.of(Shell.withApplication(out, err, environment, terminal), args);
        } finally {
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        }
    }

    /** Where this program comes from: one jar, or where its parts are. */
    private static List<URL> own() {
        List<URL> places = new ArrayList<>();
        for (Class<?> part :
                List.of(WithApplication.class, CommandLine.class, ProgressBar.class, Driver.class, Logger.class)) {
            CodeSource source = part.getProtectionDomain().getCodeSource();
            if (source != null) {
                places.add(source.getLocation());
            }
        }
        return places;
    }
}
