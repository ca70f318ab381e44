// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.jaxrs;

import io.github.tenantrls.tests.web.http.Site;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;
import org.jboss.resteasy.spi.Dispatcher;
import org.jboss.resteasy.spi.ResteasyProviderFactory;

/** What implements Jakarta REST. The last one that was added is that of this JVM. */
enum Implementation {
    JERSEY {
        @Override
        void add(Site site, Object resource, List<Object> providers) {
            RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
            ResourceConfig application = new ResourceConfig().register(resource);
            providers.forEach(application::register);
            site.servlet("/*", new ServletContainer(application));
        }
    },
    RESTEASY {
        @Override
        void add(Site site, Object resource, List<Object> providers) {
            ResteasyDeploymentImpl deployment = new ResteasyDeploymentImpl();
            deployment.setProviders(providers);
            deployment.setResources(List.of(resource));
            deployment.start();
            site.attribute(ResteasyProviderFactory.class.getName(), deployment.getProviderFactory())
                    .attribute(Dispatcher.class.getName(), deployment.getDispatcher())
                    .servlet("/*", new HttpServlet30Dispatcher());
        }
    };

    abstract void add(Site site, Object resource, List<Object> providers);
}
