package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text, so that they can be redacted before they are shown. */
public final class StackTraces {
    private StackTraces() {}

    public static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().strip();
    }
}
