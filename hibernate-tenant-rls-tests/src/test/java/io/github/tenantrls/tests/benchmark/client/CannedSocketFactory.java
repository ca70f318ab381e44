// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Gives pgjdbc, which makes it by its name, sockets that lead to a {@link CannedServer}. */
public final class CannedSocketFactory extends SocketFactory {

    /** The driver makes it. */
    public CannedSocketFactory() {}

    @Override
    public Socket createSocket() {
        return new CannedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
