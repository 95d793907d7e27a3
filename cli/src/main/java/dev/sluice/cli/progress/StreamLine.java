package dev.sluice.cli.progress;

import dev.sluice.cli.output.Figures;
import dev.sluice.cli.output.Printable;
import dev.sluice.cli.output.Terminal;
import dev.sluice.cli.output.Terminal.Colour;
import dev.sluice.cli.output.TextLayout;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import java.time.Duration;

/** Lays out a stream as one line of the live display, in the terminal's width and characters. */
final class StreamLine {
    private static final int LONGEST_NAME = 28;
    private static final int NARROW = 60;
    private static final int BAR = 12;
    /** Bar, percentage and the gaps around them. */
    private static final int PROGRESS = BAR + 8;

    private final Terminal terminal;
    private final String[] spinner;
    private final String ellipsis;

    StreamLine(Terminal terminal) {
        this.terminal = terminal;
        this.spinner = terminal.unicode() ? "⠋ ⠙ ⠹ ⠸ ⠼ ⠴ ⠦ ⠧ ⠇ ⠏".split(" ") : "| / - \\".split(" ");
        this.ellipsis = terminal.unicode() ? "…" : "...";
    }

    /** {@code ⠹ orders     3,201,000 rows  402 MB  1.4 M/s   2.3 s  53 % ████▌     }. */
    String running(RunningStream stream, int frame) {
        String figures = TextLayout.padLeft(Figures.count(stream.rows()), 13) + " rows"
                + TextLayout.padLeft(Figures.bytes(stream.bytes()), 8)
                + (terminal.columns() < NARROW
                        ? ""
                        : TextLayout.padLeft(Figures.rate(stream.rows(), stream.elapsed()), 10))
                + TextLayout.padLeft(Figures.duration(stream.elapsed()), 8);
        int name = nameWidth(TextLayout.width(figures));
        String text = spinner[frame % spinner.length] + " "
                + TextLayout.fit(Printable.of(stream.name()), name, ellipsis) + figures;
        int left = terminal.columns() - TextLayout.width(text) - 1;
        if (stream.isPublishing()) {
            return text + (left >= 12 ? "  publishing" : "");
        }
        return text + progress(stream.percent(), left);
    }

    private int nameWidth(int figures) {
        return Math.clamp(terminal.columns() - figures - 2 - PROGRESS, 8, LONGEST_NAME);
    }

    private String progress(int percent, int room) {
        if (percent < 0 || room < 6) {
            return "";
        }
        String figure = TextLayout.padLeft(percent + "%", 5);
        int bar = Math.min(BAR, room - 7);
        return bar < 4 ? figure : figure + " " + bar(percent, bar);
    }

    private String bar(int percent, int width) {
        int eighths = percent * width * 8 / 100;
        if (!terminal.unicode()) {
            return "#".repeat(eighths / 8) + ".".repeat(width - eighths / 8);
        }
        String partial = eighths % 8 == 0 ? "" : String.valueOf((char) ('█' + 8 - eighths % 8));
        String full = "█".repeat(eighths / 8) + partial;
        return terminal.paint(Colour.GREEN, full)
                + terminal.paint(Colour.DIM, "░".repeat(width - eighths / 8 - partial.length()));
    }

    String finished(StreamReport report) {
        boolean well = report.status() == Status.SUCCEEDED;
        String mark = terminal.unicode() ? (well ? "✓" : "✗") : (well ? "+" : "x");
        return terminal.paint(well ? Colour.GREEN : Colour.RED, mark) + " "
                + Printable.of(report.name() + ": " + EventText.of(report));
    }

    String status(String text, int frame, Duration elapsed) {
        return spinner[frame % spinner.length] + " " + text + "  " + Figures.duration(elapsed);
    }
}
