package dev.sluice.connectors.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Stands before a real S3 server and passes requests on as they are, signatures included, but for those that a test lets go
 * wrong. Keeps the heads of all requests.
 */
final class FaultyProxy implements Closeable {
    private static final long WHOLE = Long.MAX_VALUE;

    /** What becomes of a request. */
    sealed interface Fate {
        /** It is passed on. */
        record Passed() implements Fate {}

        /** It is answered here: a status line's number and reason, further header lines, and a body. */
        record Answered(String status, String headers, String body) implements Fate {}

        /** It is passed on, but only so many bytes of what comes back arrive. */
        record CutOff(long bytes) implements Fate {}
    }

    static final Fate PASSED = new Fate.Passed();

    private final ServerSocket server;
    private final URI upstream;
    private final Function<String, Fate> fates;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /**
     * @param fates says what becomes of a request by its head, in lower case
     */
    FaultyProxy(URI upstream, Function<String, Fate> fates) throws IOException {
        this.upstream = upstream;
        this.fates = fates;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::acceptAll);
    }

    /** S3's answer to what it refuses. */
    static Fate refusal(String status, String code) {
        return refusal(status, "", code);
    }

    static Fate refusal(String status, String headers, String code) {
        return new Fate.Answered(
                status, headers, "<Error><Code>" + code + "</Code><Message>" + code + " it is</Message></Error>");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The heads of all requests so far, in lower case. */
    List<String> requests() {
        return requests;
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** One request: both connections end with it. */
    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            String lower = head.toLowerCase(Locale.ROOT);
            requests.add(lower);
            switch (fates.apply(lower)) {
                case Fate.Passed passed -> pass(head, in, client.getOutputStream(), WHOLE);
                case Fate.CutOff(long bytes) -> pass(head, in, client.getOutputStream(), bytes);
                case Fate.Answered answer -> {
                    in.skipNBytes(length(lower));
                    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                    String answered = "HTTP/1.1 " + answer.status() + "\r\nConnection: close\r\n" + answer.headers()
                            + "Content-Type: application/xml\r\nContent-Length: " + body.length + "\r\n\r\n";
                    client.getOutputStream().write(answered.getBytes(StandardCharsets.ISO_8859_1));
                    client.getOutputStream().write(body);
                }
            }
        } catch (IOException e) {
            // the client went away, which its own side tells of
        }
    }

    private void pass(String head, InputStream in, OutputStream back, long limit) throws IOException {
        try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
            OutputStream out = server.getOutputStream();
            out.write(head.replaceFirst("(?i)\r\nconnection: [^\r]*", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            copy(in, out, length(head.toLowerCase(Locale.ROOT)));
            out.flush();
            copy(server.getInputStream(), back, limit);
        }
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static long length(String lowerHead) {
        int at = lowerHead.indexOf("\r\ncontent-length: ");
        return at < 0 ? 0 : Long.parseLong(lowerHead.substring(at + 18, lowerHead.indexOf('\r', at + 18)));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
