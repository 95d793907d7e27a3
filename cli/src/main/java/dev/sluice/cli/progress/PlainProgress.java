package dev.sluice.cli.progress;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.engine.run.RunEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A line when a stream begins, every few seconds, and when it ends: for logs. */
final class PlainProgress implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Console console;
    private final Map<String, RunningStream> running = new ConcurrentHashMap<>();
    private final Ticker ticker;

    PlainProgress(Console console) {
        this.console = console;
        this.ticker = new Ticker(INTERVAL, () -> running.values().forEach(this::report));
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.StreamStarted started -> {
                RunningStream stream = new RunningStream(started.progress());
                running.put(stream.name(), stream);
                console.note(stream.name() + ": started");
            }
            case RunEvent.Note note -> console.note(note.stream() + ": " + note.text());
            case RunEvent.Retry retry -> console.note(EventText.of(retry));
            case RunEvent.Publishing publishing -> {
                RunningStream stream = running.get(publishing.stream());
                stream.publishingBegins();
            }
            case RunEvent.StreamFinished finished -> {
                running.remove(finished.report().name());
                console.note(finished.report().name() + ": " + EventText.of(finished.report()));
            }
        }
    }

    private void report(RunningStream stream) {
        int percent = stream.percent();
        console.note(stream.name() + ": " + Figures.count(stream.rows(), "row") + ", "
                + Figures.bytes(stream.bytes()) + ", " + Figures.rate(stream.rows(), stream.elapsed())
                + (stream.isPublishing() ? ", publishing" : percent < 0 ? "" : ", " + percent + " %")
                + ", " + Figures.duration(stream.elapsed()));
    }

    @Override
    public void close() {
        ticker.close();
    }
}
