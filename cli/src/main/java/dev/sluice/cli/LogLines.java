package dev.sluice.cli;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the program and its libraries log, as lines for the user: without secrets, and without the names of classes. */
final class LogLines extends Handler {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.sluice");

    private final Console console;
    private final Formatter formatter = new SimpleFormatter();

    LogLines(Console console) {
        this.console = console;
    }

    /** Has all of this process's log go to the console, as far as it is a warning. */
    static void install(Console console) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new LogLines(console));
        ROOT.setLevel(Level.WARNING);
    }

    /** Shows what the program itself logs in detail too. */
    static void showDetails() {
        OURS.setLevel(Level.FINE);
    }

    @Override
    public void publish(LogRecord entry) {
        boolean warns = entry.getLevel().intValue() >= Level.WARNING.intValue();
        Throwable cause = entry.getThrown();
        console.note((warns ? "sluice: warning: " : "sluice: ")
                + formatter.formatMessage(entry)
                + (cause == null ? "" : ": " + cause.getMessage()));
        if (cause != null && OURS.isLoggable(Level.FINE)) {
            console.note(StackTraces.of(cause));
        }
    }

    @Override
    public void flush() {
        // each line is flushed
    }

    @Override
    public void close() {
        // the console is the process's
    }
}
