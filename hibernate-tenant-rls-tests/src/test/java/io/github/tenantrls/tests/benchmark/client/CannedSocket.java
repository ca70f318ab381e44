// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/** A socket without a network: what is written has been answered when it is read. One thread at a time. */
final class CannedSocket extends Socket {

    private final CannedServer server = new CannedServer();

    private final OutputStream toServer = new OutputStream() {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            server.receive(bytes, offset, length);
        }
    };

    private final InputStream fromServer = new InputStream() {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = server.send(bytes, offset, length);
            if (read == 0) {
                throw new EOFException("The driver waits for an answer to what it has not sent");
            }
            return read;
        }

        @Override
        public int available() {
            return server.available();
        }
    };

    @Override
    public void connect(SocketAddress endpoint, int timeout) {
        // there is nothing to connect to
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public OutputStream getOutputStream() {
        return toServer;
    }

    @Override
    public InputStream getInputStream() {
        return fromServer;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // no packets
    }

    @Override
    public void setKeepAlive(boolean on) {
        // nobody to be asked
    }

    @Override
    public void setSoTimeout(int timeout) {
        // nothing is waited for
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSendBufferSize(int size) {
        // no buffer but the server's
    }

    @Override
    public int getSendBufferSize() {
        return CannedServer.BUFFER;
    }
}
