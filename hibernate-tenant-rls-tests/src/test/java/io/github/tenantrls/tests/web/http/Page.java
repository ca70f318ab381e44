// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet in one method. */
public final class Page extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Action action;

    public Page(Action action) {
        this.action = action;
    }

    /** What it does. */
    @FunctionalInterface
    public interface Action {
        void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    /** What it writes. */
    @FunctionalInterface
    public interface Text {
        String get() throws Exception;
    }

    public static Page of(Text text) {
        return new Page((request, response) -> response.getWriter().write(text.get()));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            action.handle(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
