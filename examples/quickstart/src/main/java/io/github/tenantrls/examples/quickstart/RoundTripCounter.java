// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy in front of a PostgreSQL that counts round trips: how often the server answered after a client spoke.
 *
 * <p>All that a client sends before the server answers is one round trip, in however many segments it arrives; what the
 * server never answers (the farewell of a closing connection) is none. A round trip is counted before its answer is
 * passed on, so a client that has its result finds it counted. Exact unless a client sends more at once than the server
 * reads before it starts to answer. Thread-safe.
 */
public final class RoundTripCounter implements AutoCloseable {

    private final String host;
    private final int port;
    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final Thread acceptor;
    private volatile long latencyNanos;

    /** Starts a proxy for the server at the given address, on a free port of the loopback interface. */
    public RoundTripCounter(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.acceptor = start("accept", this::accept);
    }

    /** The JDBC URL at which a database of the server is reached through this proxy, without TLS. */
    public String url(String database) {
        return "jdbc:postgresql://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + "/"
                + database + "?sslmode=disable";
    }

    /** The round trips of all connections since the start or the last {@link #reset()}. */
    public long count() {
        return roundTrips.get();
    }

    /** Starts counting from zero. */
    public void reset() {
        roundTrips.set(0);
    }

    /** Adds a delay to each round trip from now on; {@link Duration#ZERO}, the default, for none. */
    public void latency(Duration perRoundTrip) {
        latencyNanos = perRoundTrip.toNanos();
    }

    /** Closes all connections; when it returns, no thread is left. */
    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        acceptor.join();
        for (Socket socket : sockets) {
            socket.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            try {
                connect(client, new Socket(host, port));
            } catch (IOException e) {
                client.close(); // the server is down, and the client must learn of it
            }
        }
    }

    private void connect(Socket client, Socket server) throws IOException {
        threads.removeIf(thread -> !thread.isAlive());
        for (Socket socket : new Socket[] {client, server}) {
            sockets.add(socket);
            socket.setTcpNoDelay(true);
        }
        AtomicBoolean clientSpoke = new AtomicBoolean();
        threads.add(start(
                "to server",
                () -> pump(client, server, () -> {
                    if (!clientSpoke.getAndSet(true) && latencyNanos > 0) {
                        LockSupport.parkNanos(latencyNanos);
                    }
                })));
        threads.add(start(
                "to client",
                () -> pump(server, client, () -> {
                    if (clientSpoke.getAndSet(false)) {
                        roundTrips.incrementAndGet();
                    }
                })));
    }

    private void pump(Socket from, Socket to, Runnable onData) throws IOException {
        try (from;
                to) {
            byte[] buffer = new byte[1 << 16];
            for (int length; (length = from.getInputStream().read(buffer)) >= 0; ) {
                onData.run();
                to.getOutputStream().write(buffer, 0, length);
            }
        } finally {
            sockets.remove(from);
        }
    }

    private static Thread start(String name, Body body) {
        Runnable quietly = () -> {
            try {
                body.run();
            } catch (IOException e) {
                // a side has hung up, or the proxy is being closed: there is nothing left to pass on
            }
        };
        Thread thread = new Thread(quietly, "round-trip-counter " + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private interface Body {
        void run() throws IOException;
    }
}
