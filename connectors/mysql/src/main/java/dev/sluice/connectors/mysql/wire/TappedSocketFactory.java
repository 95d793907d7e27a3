package dev.sluice.connectors.mysql.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes the sockets whose {@link Packets} can be read past the driver; the driver finds it by its name. */
public final class TappedSocketFactory extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new TappedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return new Socket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return new Socket(address, port, localAddress, localPort);
    }

    private static final class TappedSocket extends Socket {
        private Packets packets;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (packets == null) {
                packets = new Packets(super.getInputStream());
            }
            return packets;
        }
    }
}
