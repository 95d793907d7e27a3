package dev.sluice.runners.spark;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows an application while it runs, and keeps all that its user interface and the process list show of it. */
final class Shadow {
    private static final Pattern ID = Pattern.compile("\"id\" : \"([^\"]+)\"");
    private static final List<String> PAGES = List.of(
            "environment", "jobs", "stages?details=true&withSummaries=true", "allexecutors", "storage/rdd", "sql");
    private static final long PAUSE_MILLIS = 500;

    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> seen = new TreeSet<>();
    private final List<String> answered = new ArrayList<>();

    Shadow() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    /** Where the application has to show its user interface. */
    int port() {
        return port;
    }

    /** Follows it to its end. */
    void follow(SparkProcess spark) throws IOException, InterruptedException {
        while (spark.isAlive()) {
            seen.addAll(spark.commandLines());
            String applications = get("");
            Matcher id = ID.matcher(applications);
            if (id.find()) {
                for (String page : PAGES) {
                    String text = get("/" + id.group(1) + "/" + page);
                    if (!text.isEmpty()) {
                        answered.add(page);
                        seen.add(text);
                    }
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/applications" + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (ConnectException | HttpTimeoutException e) {
            return "";
        } catch (IOException e) {
            // it is ending
            return "";
        }
    }

    /** The pages that were shown. */
    List<String> answered() {
        return answered;
    }

    Set<String> seen() {
        return seen;
    }
}
