package dev.sluice.testkit.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a server of any protocol over TCP and passes on what comes, until a {@link Fault} is due. Listens on a
 * loopback port. Thread-safe.
 */
public final class FaultyProxy implements Closeable {
    private final String host;
    private final int port;
    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private Fault armed;
    private long passed;
    private int found;
    private int struck;

    public FaultyProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Where to connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Lets something go wrong from now on; it counts bytes and requests from here. */
    public synchronized void arm(Fault fault) {
        armed = fault;
        passed = 0;
        found = 0;
    }

    /** Nothing goes wrong any more. Whether what was armed had gone wrong. */
    public synchronized boolean disarm() {
        boolean done = armed == null;
        armed = null;
        return done;
    }

    /** How often something went wrong. */
    public synchronized int struck() {
        return struck;
    }

    /** Ends all connections there are. */
    public void cutAll() {
        links.forEach(Link::cut);
    }

    /** What becomes of bytes that a link has received. */
    enum Fate {
        PASS,
        CUT,
        CUT_ALL,
        PASS_WITHOUT_REPLY
    }

    /**
     * Judges bytes before they are passed on; may keep the caller waiting.
     *
     * @param requests how often the text that is looked for is in them; 0 in what a server says
     */
    Fate judge(int length, int requests) throws InterruptedException {
        long wait = 0;
        Fate fate = Fate.PASS;
        synchronized (this) {
            passed += length;
            found += requests;
            switch (armed) {
                case null -> {}
                case Fault.Cut(long bytes) when passed >= bytes -> fate = Fate.CUT_ALL;
                case Fault.Stall(long bytes, long millis) when passed >= bytes -> wait = millis;
                case Fault.LostReply(String text, int nth)
                when requests > 0 && found >= nth -> fate = Fate.PASS_WITHOUT_REPLY;
                case Fault.LostRequest(String text, int nth) when requests > 0 && found >= nth -> fate = Fate.CUT;
                default -> {}
            }
            if (fate != Fate.PASS || wait > 0) {
                armed = null;
                struck++;
            }
        }
        Thread.sleep(wait);
        return fate;
    }

    /** What requests are searched for now; empty for nothing. */
    synchronized String searched() {
        return switch (armed) {
            case Fault.LostReply reply -> reply.text();
            case Fault.LostRequest request -> request.text();
            case null, default -> "";
        };
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofPlatform().daemon().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Link link = new Link(this, client, new Socket(host, port));
            links.add(link);
            link.pump(() -> links.remove(link));
        } catch (IOException e) {
            // the server isn't there: neither are we
            Link.reset(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}
