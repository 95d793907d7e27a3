package dev.sluice.cli.progress;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Json;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.StreamReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A JSON object per line for every event, and every second how far the streams are: for programs. */
final class JsonProgress implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Console console;
    private final Map<String, RunningStream> running = new ConcurrentHashMap<>();
    private final Ticker ticker;

    JsonProgress(Console console) {
        this.console = console;
        this.ticker = new Ticker(INTERVAL, () -> running.values().forEach(this::report));
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.StreamStarted started -> {
                RunningStream stream = new RunningStream(started.progress());
                running.put(stream.name(), stream);
                write("stream_started", stream.name(), Map.of());
            }
            case RunEvent.Note note -> write("note", note.stream(), Map.of("text", note.text()));
            case RunEvent.Retry retry -> {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("split", retry.split());
                facts.put("attempt", retry.attempt());
                facts.put("pause_ms", retry.pause().toMillis());
                facts.put("reason", retry.reason());
                write("retry", retry.stream(), facts);
            }
            case RunEvent.Publishing publishing -> write("publishing", publishing.stream(), Map.of());
            case RunEvent.StreamFinished finished -> {
                running.remove(finished.report().name());
                write("stream_finished", finished.report().name(), facts(finished.report()));
            }
        }
    }

    private static Map<String, Object> facts(StreamReport report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("status", report.status().name().toLowerCase(Locale.ROOT));
        facts.put("destination", report.destination());
        facts.put("rows_read", report.rows().read());
        facts.put("rows_written", report.rows().written());
        facts.put("bytes", report.bytes());
        facts.put("duration_ms", report.durationMillis());
        return facts;
    }

    private void report(RunningStream stream) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rows_read", stream.rows());
        facts.put("bytes_read", stream.bytes());
        facts.put("percent", stream.percent() < 0 ? null : stream.percent());
        facts.put("elapsed_ms", stream.elapsed().toMillis());
        write("progress", stream.name(), facts);
    }

    private void write(String event, String stream, Map<String, Object> facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("time", Instant.now().toString());
        line.put("stream", stream);
        line.putAll(facts);
        console.note(Json.line(line));
    }

    @Override
    public void close() {
        ticker.close();
    }
}
