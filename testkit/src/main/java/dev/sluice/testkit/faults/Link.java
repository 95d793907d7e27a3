package dev.sluice.testkit.faults;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through a {@link FaultyProxy}. */
final class Link {
    private final FaultyProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean replyIsLost;

    Link(FaultyProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** Passes on what comes, in threads of its own. */
    void pump(Runnable atEnd) {
        Thread.ofPlatform().daemon().start(() -> pass(client, server, true));
        Thread.ofPlatform().daemon().start(() -> {
            pass(server, client, false);
            atEnd.run();
        });
    }

    private void pass(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!requests && replyIsLost) {
                    break;
                }
                switch (proxy.judge(read, requests ? occurrences(buffer, read) : 0)) {
                    case PASS -> {}
                    case CUT -> cut();
                    case CUT_ALL -> proxy.cutAll();
                    case PASS_WITHOUT_REPLY -> replyIsLost = true;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side is gone: so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
    }

    /** How often the text that is looked for is in a request; no client here sends one in pieces. */
    private int occurrences(byte[] buffer, int length) {
        String searched = proxy.searched();
        if (searched.isEmpty()) {
            return 0;
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = text.indexOf(searched); at >= 0; at = text.indexOf(searched, at + 1)) {
            count++;
        }
        return count;
    }

    /** Ends both sides as a lost network does. */
    void cut() {
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it was closed already
        }
    }
}
