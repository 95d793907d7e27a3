package dev.sluice.cli.progress;

import dev.sluice.cli.Console;
import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Printable;
import dev.sluice.cli.output.Terminal;
import dev.sluice.cli.output.Terminal.Colour;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A display on a terminal, redrawn in place: what is done scrolls up as plain lines, below it stand the running streams
 * and the run as a whole. Thread-safe.
 */
final class LiveProgress implements Progress {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    /** Lines that are too long after the window was made narrower are cut by the terminal rather than wrapped. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_LINE = "\u001b[K";
    /** Lines below the running streams: the total, and the one that the cursor stands on. */
    private static final int OTHER_LINES = 2;

    private final Console console;
    private final Terminal terminal;
    private final StreamLine line;
    private final Map<String, RunningStream> running = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private final Ticker ticker;
    private final Thread restorer = new Thread(this::restore, "restore-cursor");
    private String status = "";
    private int streams;
    private int done;
    private long rowsDone;
    private int drawn;
    private int frame;
    private boolean closed;

    LiveProgress(Console console) {
        this.console = console;
        this.terminal = console.terminal();
        this.line = new StreamLine(terminal);
        Runtime.getRuntime().addShutdownHook(restorer);
        this.ticker = new Ticker(INTERVAL, this::redraw);
    }

    @Override
    public synchronized void planning(String pipeline) {
        status = "connecting and planning";
        draw(List.of());
    }

    @Override
    public synchronized void planned(int count) {
        status = "";
        streams = count;
        draw(List.of());
    }

    @Override
    public synchronized void on(RunEvent event) {
        switch (event) {
            case RunEvent.StreamStarted started -> {
                RunningStream stream = new RunningStream(started.progress());
                running.put(stream.name(), stream);
            }
            case RunEvent.Note note -> draw(List.of(aside(Colour.DIM, note.stream() + ": " + note.text())));
            case RunEvent.Retry retry -> draw(List.of(aside(Colour.YELLOW, EventText.of(retry))));
            case RunEvent.Publishing publishing ->
                running.get(publishing.stream()).publishingBegins();
            case RunEvent.StreamFinished finished -> finish(finished.report());
        }
    }

    private String aside(Colour colour, String text) {
        return terminal.paint(colour, "  " + Printable.lines(text));
    }

    private void finish(StreamReport report) {
        running.remove(report.name());
        done++;
        rowsDone += report.rows().written();
        draw(report.status() == Status.SKIPPED ? List.of() : List.of(line.finished(report)));
    }

    private synchronized void redraw() {
        frame++;
        draw(List.of());
    }

    /** Puts lines above the display for good and draws it anew. */
    private void draw(List<String> lasting) {
        if (closed) {
            return;
        }
        List<String> display = display();
        StringBuilder screen = new StringBuilder(HIDE_CURSOR).append(NO_WRAP).append('\r');
        if (drawn > 0) {
            screen.append("\u001b[").append(drawn).append('A');
        }
        // Notes and finished streams may be longer than a line, and are wrapped as any text.
        if (!lasting.isEmpty()) {
            screen.append(CLEAR_BELOW).append(WRAP);
            lasting.forEach(
                    text -> screen.append(console.redaction().redact(text)).append('\n'));
            screen.append(NO_WRAP);
        }
        display.forEach(text -> screen.append(text).append(CLEAR_LINE).append('\n'));
        screen.append(CLEAR_BELOW).append(WRAP);
        drawn = display.size();
        console.err().print(screen);
        console.err().flush();
    }

    private List<String> display() {
        List<String> display = new ArrayList<>();
        int room = Math.max(1, terminal.rows() - OTHER_LINES);
        running.values().stream().limit(room).forEach(stream -> display.add(line.running(stream, frame)));
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        if (!status.isEmpty()) {
            display.add(line.status(status, frame, elapsed));
        } else if (streams > 1) {
            long rows = rowsDone
                    + running.values().stream().mapToLong(RunningStream::rows).sum();
            display.add(terminal.paint(
                    Colour.DIM,
                    "  " + done + " of " + Figures.count(streams, "stream") + " done, " + Figures.count(rows, "row")
                            + ", " + Figures.duration(elapsed)));
        }
        return display;
    }

    @Override
    public void close() {
        ticker.close();
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs by itself and finds nothing left to do.
            closed = true;
        }
    }

    /** Takes the display away and gives the terminal back as it was. */
    private synchronized void restore() {
        if (closed) {
            return;
        }
        closed = true;
        String up = drawn > 0 ? "\u001b[" + drawn + "A" : "";
        console.err().print('\r' + up + CLEAR_BELOW + WRAP + SHOW_CURSOR);
        console.err().flush();
    }
}
