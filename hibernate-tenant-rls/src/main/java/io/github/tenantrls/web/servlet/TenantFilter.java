// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.servlet;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantSnapshot;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantWebSettings;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Has the rest of the chain work for the tenant of the request, or for none; whatever happens there, the thread has
 * afterwards what it had before.
 *
 * <p>The tenant is found once for a request. What the request is dispatched to runs for the same: {@code ASYNC} and {@code
 * ERROR} dispatches, on whatever thread, and forwards and includes. Only where a request was found to need no tenant, a
 * dispatch to another path asks again. The error page of a request that was refused, or whose tenant was not yet looked for,
 * runs without a tenant.
 *
 * <p>A request that is refused is answered here, and nothing behind this filter runs. An exception that says that the tenant
 * was suspended or deleted meanwhile is answered likewise, in place of what was written so far, if nothing is sent yet.
 *
 * <p>Belongs behind what authenticates and before all that opens an {@code EntityManager}; map it to all paths and all
 * dispatcher types. What the application starts on other threads, or is called back on, has no tenant: {@link
 * TenantContext#snapshot} hands it over.
 *
 * <p>Thread-safe.
 */
public final class TenantFilter implements Filter {

    private static final Logger LOG = Logger.getLogger(TenantFilter.class);

    private final TenantResolver resolver;
    private final TenantAnswers answers;
    private final UnaryOperator<TenantRequest> security;
    private final DispatchedTenant dispatched = new DispatchedTenant();

    /**
     * Creates it.
     *
     * @param resolver finds the tenant of each request
     * @param answers how refused requests are answered
     */
    public TenantFilter(TenantResolver resolver, TenantAnswers answers) {
        this(resolver, answers, UnaryOperator.identity());
    }

    /**
     * Creates one for an application whose security is a framework of its own, which knows more than the container does.
     *
     * @param resolver finds the tenant of each request
     * @param answers how refused requests are answered
     * @param security adds to a request what that framework knows of who asks, such as the claims of a verified token; called
     *     on the thread that handles the request
     */
    public TenantFilter(TenantResolver resolver, TenantAnswers answers, UnaryOperator<TenantRequest> security) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.answers = Objects.requireNonNull(answers, "answers");
        this.security = Objects.requireNonNull(security, "security");
    }

    /**
     * The filter that the settings of a persistence unit describe, see {@link TenantWebSettings}.
     *
     * @param factory a factory that uses this library's connection provider
     * @return the filter
     * @throws TenantRlsException if the settings describe none, or one of them is unknown or cannot be read
     */
    public static TenantFilter of(EntityManagerFactory factory) {
        return new TenantFilter(TenantResolver.of(factory), TenantAnswers.of(factory.getProperties()));
    }

    /**
     * Has it filter all requests and dispatches of an application, asynchronous ones too, behind the filters that the
     * application declares; for a listener of the application's start.
     *
     * @param context the application
     * @throws TenantRlsException if the application has such a filter already
     */
    public void addTo(ServletContext context) {
        FilterRegistration.Dynamic registration = context.addFilter(TenantFilter.class.getName(), this);
        if (registration == null) {
            throw new TenantRlsException("This application has a TenantFilter already; add it once");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("No tenant can be found, because this is no request of HTTP;"
                    + " map TenantFilter to servlets of HTTP only");
        }
        if (worksAlready(http)) {
            chain.doFilter(request, response);
        } else {
            handle(http, answer, chain);
        }
    }

    /** Whether this is a dispatch within a block that is for a tenant: of ours, or of the application. */
    private boolean worksAlready(HttpServletRequest request) {
        DispatcherType type = request.getDispatcherType();
        return dispatched.isFound(request)
                && (type == DispatcherType.INCLUDE || type == DispatcherType.FORWARD && isForSomebody());
    }

    private static boolean isForSomebody() {
        return TenantContext.current().isPresent() || TenantContext.isSystem();
    }

    private void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        TenantSnapshot snapshot;
        try {
            snapshot = snapshot(request);
        } catch (TenantRefusedException e) {
            if (request.getDispatcherType() != DispatcherType.REQUEST) {
                forget(response, e);
            }
            refuse(e.refusal(), e, response);
            return;
        }
        try {
            run(snapshot, request, response, chain);
        } catch (IOException | ServletException | RuntimeException e) {
            Optional<TenantRefusal> refusal = TenantRefusal.of(e);
            if (refusal.isEmpty() || response.isCommitted() || request.isAsyncStarted()) {
                throw e;
            }
            response.reset(); // what the application wrote, headers included
            refuse(refusal.get(), e, response);
        }
    }

    /** What was written before the request was dispatched here. */
    private static void forget(HttpServletResponse response, TenantRefusedException refused) {
        if (response.isCommitted()) {
            throw refused;
        }
        response.reset();
    }

    private TenantSnapshot snapshot(HttpServletRequest request) {
        TenantSnapshot before = dispatched.before(request);
        if (before != null) {
            return before;
        }
        return dispatched.found(request, resolver.resolve(security.apply(new ServletTenantRequest(request))));
    }

    private void refuse(TenantRefusal refusal, Exception why, HttpServletResponse response) throws IOException {
        LOG.debug("A request is refused", why);
        Answer.send(answers.to(refusal), response);
    }

    private static void run(
            TenantSnapshot snapshot, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            snapshot.run(() -> chain.doFilter(request, response));
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e); // thrown in spite of the chain's signature
        }
    }
}
