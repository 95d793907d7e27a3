package dev.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of an S3 server as the training run needs, in memory: answers load and link the most of the SDK, which refusals
 * would not. It checks nothing: a wrong answer makes the training fail.
 */
final class TrainingBucket implements Closeable {
    private static final String ETAG = "\"0123456789abcdef0123456789abcdef\"";
    private static final String ENCODING = "<EncodingType>url</EncodingType>";
    private static final String TIME = "2024-01-02T03:04:05.000Z";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();

    TrainingBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("aws-chunked".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = withoutChunks(body);
            }
            String path = exchange.getRequestURI().getPath();
            String key = path.substring(Math.min(path.length(), path.indexOf('/', 1) + 1));
            Map<String, String> query = query(exchange.getRequestURI().getQuery());
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, key, query);
                case "POST" -> post(exchange, key, query);
                case "PUT" -> put(exchange, key, query, body);
                default -> delete(exchange, key, query);
            }
        }
    }

    private void get(HttpExchange exchange, String key, Map<String, String> query) throws IOException {
        if (query.containsKey("list-type")) {
            list(exchange, query.get("prefix"));
        } else if (query.containsKey("uploads")) {
            answer(
                    exchange,
                    "<ListMultipartUploadsResult>" + ENCODING + "<IsTruncated>false</IsTruncated><Upload><Key>another"
                            + "</Key><UploadId>another</UploadId><Initiator><ID>a</ID></Initiator><Owner><ID>a</ID>"
                            + "</Owner></Upload></ListMultipartUploadsResult>");
        } else if (query.containsKey("uploadId")) {
            answer(
                    exchange,
                    "<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>" + ETAG
                            + "</ETag><Size>1</Size></Part></ListPartsResult>");
        } else {
            object(exchange, objects.get(key));
        }
    }

    private static void object(HttpExchange exchange, byte[] object) throws IOException {
        if (object == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        int to = object.length;
        if (range != null) {
            int dash = range.indexOf('-');
            from = Integer.parseInt(range.substring("bytes=".length(), dash));
            to = Math.min(to, Integer.parseInt(range.substring(dash + 1)) + 1);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + object.length);
        }
        exchange.getResponseHeaders().set("ETag", ETAG);
        exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
        exchange.getResponseBody().write(object, from, to - from);
    }

    private void list(HttpExchange exchange, String prefix) throws IOException {
        StringBuilder found = new StringBuilder("<ListBucketResult>" + ENCODING + "<IsTruncated>false</IsTruncated>");
        new TreeMap<>(objects).forEach((key, object) -> {
            if (key.startsWith(prefix)) {
                found.append("<Contents><Key>" + key + "</Key><ETag>" + ETAG + "</ETag><Size>" + object.length
                        + "</Size><LastModified>" + TIME + "</LastModified></Contents>");
            }
        });
        answer(exchange, found + "</ListBucketResult>");
    }

    private void post(HttpExchange exchange, String key, Map<String, String> query) throws IOException {
        if (query.containsKey("uploads")) {
            String id = "upload" + begun.incrementAndGet();
            uploads.put(id, new TreeMap<>());
            answer(
                    exchange,
                    "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
        } else if (query.containsKey("uploadId")) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            uploads.get(query.get("uploadId")).values().forEach(whole::writeBytes);
            objects.put(key, whole.toByteArray());
            answer(
                    exchange,
                    "<CompleteMultipartUploadResult><ETag>" + ETAG + "</ETag></CompleteMultipartUploadResult>");
        } else {
            // deletes many, which nobody asks for again
            answer(exchange, "<DeleteResult></DeleteResult>");
        }
    }

    private void put(HttpExchange exchange, String key, Map<String, String> query, byte[] body) throws IOException {
        String source = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
        byte[] content = source == null ? body : copied(exchange, source.substring(source.indexOf('/', 1) + 1));
        TreeMap<Integer, byte[]> parts = uploads.get(query.getOrDefault("uploadId", ""));
        if (parts == null) {
            objects.put(key, content);
        } else {
            synchronized (parts) {
                parts.put(Integer.parseInt(query.get("partNumber")), content);
            }
        }
        exchange.getResponseHeaders().set("ETag", ETAG);
        String kind = parts == null ? "CopyObjectResult" : "CopyPartResult";
        answer(exchange, source == null ? "" : "<" + kind + "><ETag>" + ETAG + "</ETag></" + kind + ">");
    }

    private byte[] copied(HttpExchange exchange, String source) {
        byte[] object = objects.get(source);
        String range = exchange.getRequestHeaders().getFirst("x-amz-copy-source-range");
        if (range == null) {
            return object;
        }
        int dash = range.indexOf('-');
        return Arrays.copyOfRange(
                object,
                Integer.parseInt(range.substring("bytes=".length(), dash)),
                Integer.parseInt(range.substring(dash + 1)) + 1);
    }

    private void delete(HttpExchange exchange, String key, Map<String, String> query) throws IOException {
        if (!query.containsKey("uploadId")) {
            objects.remove(key);
        }
        exchange.sendResponseHeaders(204, -1);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        answer(exchange, 200, text);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        if (text != null) {
            for (String each : text.split("&")) {
                int equals = each.indexOf('=');
                query.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : each.substring(equals + 1));
            }
        }
        return query;
    }

    /** A body of chunks, each with a line of its size and signature before it. */
    private static byte[] withoutChunks(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(body);
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append((char) next);
            }
            String size = line.toString().strip().split(";")[0];
            if (size.isEmpty() || size.equals("0")) {
                return bytes.toByteArray();
            }
            bytes.writeBytes(in.readNBytes(Integer.parseInt(size, 16)));
            in.skipNBytes(2);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
