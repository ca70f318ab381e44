// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import com.arjuna.ats.jta.cdi.TransactionExtension;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.persistence.EntityManagerFactory;
import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.servlet.ServletContainer;

/** The application on Jetty, Jersey, Weld and Narayana, which stand for an application server. */
public final class NotesServer implements AutoCloseable {

    private final AgroalDataSource pool;
    private final EntityManagerFactory factory;
    private final SeContainer beans;
    private final Server server;

    /** Starts it on a port, 0 for any that is free. */
    public NotesServer(NotesDatabase database, int port) throws Exception {
        pool = database.pool();
        factory = database.application(pool);
        beans = SeContainerInitializer.newInstance()
                .addExtensions(new TransactionExtension(), new FactoryExtension(factory))
                .addBeanClasses(Sessions.class, Notes.class, Tenancy.class)
                .initialize();
        server = new Server(port);
        server.setHandler(application());
        server.start();
    }

    private ServletContextHandler application() {
        ServletContextHandler application = new ServletContextHandler("/");
        application.addEventListener(beans.select(Tenancy.class).get());
        application.addServlet(new ServletHolder(new Login(factory.getProperties())), "/login");
        application.addServlet(new ServletHolder(new Health()), "/health");
        application.addServlet(new ServletHolder(new ServletContainer(new Rest(factory))), "/*");
        return application;
    }

    /** Where it answers. */
    public URI address() {
        return server.getURI();
    }

    /** Starts a database and the application, and says what to try. */
    public static void main(String[] arguments) throws Exception {
        try (NotesDatabase database = NotesDatabase.start();
                NotesServer server = new NotesServer(database, 8080)) {
            System.out.println("""
                    Try, in another terminal (alice is of acme, bob of globex, carol of both):
                      ALICE=$(curl -s 'http://localhost:8080/login?user=alice')
                      curl -H "Authorization: Bearer $ALICE" -H 'X-Tenant-Id: acme' -d 'buy milk' -H 'Content-Type: text/plain' http://localhost:8080/notes
                      curl -H "Authorization: Bearer $ALICE" -H 'X-Tenant-Id: acme' http://localhost:8080/notes
                      curl -i -H "Authorization: Bearer $ALICE" -H 'X-Tenant-Id: globex' http://localhost:8080/notes
                    End it with Ctrl-C.""");
            server.server.join();
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
        beans.close();
        factory.close();
        pool.close();
    }
}
