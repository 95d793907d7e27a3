package dev.sluice.testkit.mssql.tds;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a client's packets in a thread of its own, a few ahead, so that an attention (or the client's end) is noticed
 * while a statement runs.
 */
final class ClientPackets implements Runnable {
    private final DataInputStream in;
    private final BlockingQueue<Packet> queue = new ArrayBlockingQueue<>(8);
    private final Runnable interruption;
    private volatile boolean stopped;

    /** @param interruption what to do at once when the client cancels or is gone */
    ClientPackets(InputStream in, Runnable interruption) {
        this.in = new DataInputStream(new BufferedInputStream(in, 1 << 16));
        this.interruption = interruption;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                Packet packet = Packet.read(in);
                if (packet.type() == Packet.ATTENTION) {
                    interruption.run();
                }
                queue.put(packet);
            }
        } catch (IOException e) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
        }
    }

    Packet take() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is closing", e);
        }
    }

    void stop() {
        stopped = true;
        queue.clear();
    }

    private void end() {
        interruption.run();
        while (!stopped) {
            try {
                queue.put(Packet.END);
                return;
            } catch (InterruptedException e) {
                stopped = true;
            }
        }
    }
}
