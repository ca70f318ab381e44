// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.http;

import io.github.tenantrls.TenantContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty with few threads, which looks whether anything is left on one of them by a request. */
public final class Site implements AutoCloseable {

    private static final int THREADS = 6;

    private final List<String> left = new CopyOnWriteArrayList<>();
    private final Server server = new Server(new WatchedThreads());
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ServletContextHandler context;

    /** Below the given root, such as {@code /shop}. */
    public Site(String root) {
        context = new ServletContextHandler(root);
        server.addConnector(connector);
        HttpConfiguration http =
                connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE); // some servers refuse nothing
        http.setServerAuthority(
                new HostPort("tenant-a.app.example.com")); // what it is called where a client names none
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        server.setHandler(context);
        filter(this::watch);
        filter(new Users());
    }

    /** Looks at its threads between what they do. */
    private final class WatchedThreads extends QueuedThreadPool {
        WatchedThreads() {
            super(THREADS, THREADS);
        }

        @Override
        public void runJob(Runnable job) {
            super.runJob(job);
            TenantContext.current().ifPresent(tenant -> left.add(tenant + " after a job"));
        }
    }

    /** Looks at a thread before and after each dispatch. */
    private void watch(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Object> before = TenantContext.current();
        try {
            chain.doFilter(request, response);
        } finally {
            if (!TenantContext.current().equals(before)) {
                left.add(TenantContext.current() + " instead of " + before + " after " + request.getDispatcherType());
            }
        }
    }

    /** Adds a filter for all paths and dispatches. */
    public Site filter(Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        return this;
    }

    public Site servlet(String path, Servlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, path);
        return this;
    }

    /** Sets an attribute of the application. */
    public Site attribute(String name, Object value) {
        context.setAttribute(name, value);
        return this;
    }

    public Site errorPage(String path) {
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(400, 599, path);
        context.setErrorHandler(pages);
        return this;
    }

    public Site start() throws Exception {
        server.start();
        return this;
    }

    public Client client() {
        return new Client(connector.getLocalPort(), context.getContextPath());
    }

    /** What a request has left on a thread. */
    public List<String> left() {
        return left;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
