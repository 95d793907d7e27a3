package dev.sluice.cli.output;

/** Makes foreign text safe to show: names and data may hold line breaks and terminal control sequences. */
public final class Printable {
    private Printable() {}

    /** The text as a part of a line: control characters are written as escapes. */
    public static String of(String text) {
        return escape(text, false);
    }

    /** The same of a text that may have several lines. */
    public static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean hasLines) {
        boolean clean = text.chars().noneMatch(next -> isUnsafe(next, hasLines));
        if (clean) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(next -> {
            if (!isUnsafe(next, hasLines)) {
                shown.append((char) next);
                return;
            }
            switch (next) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> shown.append(String.format("\\u%04x", next));
            }
        });
        return shown.toString();
    }

    private static boolean isUnsafe(int next, boolean hasLines) {
        return Character.isISOControl(next) && !(hasLines && (next == '\n' || next == '\t'));
    }
}
