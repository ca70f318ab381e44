// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks as much of PostgreSQL's protocol as it takes to ask each client for its password, and to refuse it. */
final class PasswordServer implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;

    private final ServerSocket socket;
    private final List<String> passwords = new CopyOnWriteArrayList<>();

    private PasswordServer(ServerSocket socket) {
        this.socket = socket;
    }

    static PasswordServer start() throws IOException {
        PasswordServer server = new PasswordServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(server::serve, "password server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/shop";
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Those that were given. */
    List<String> passwords() {
        return passwords;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                refuse(new DataInputStream(client.getInputStream()), client.getOutputStream());
            } catch (IOException e) {
                // the client went, or the test is at its end
            }
        }
    }

    private void refuse(DataInputStream in, OutputStream out) throws IOException {
        if (first(in) == SSL_REQUEST) {
            out.write('N');
            first(in);
        }
        out.write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3}); // in clear text, please
        out.flush();
        in.readByte();
        byte[] password = in.readNBytes(in.readInt() - 4);
        passwords.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
        byte[] error = "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"owner\"\0\0"
                .getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {'E', 0, 0, 0, (byte) (error.length + 4)});
        out.write(error);
        out.flush();
    }

    /** The code of the first message, which is read to its end. */
    private static int first(DataInputStream in) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.readNBytes(length - 8);
        return code;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
