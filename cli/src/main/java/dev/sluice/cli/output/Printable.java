package dev.sluice.cli.output;

/** Makes foreign text safe to show: data may hold line breaks and terminal control sequences. */
public final class Printable {
    private Printable() {}

    /** The text with control characters written as escapes. */
    public static String of(String text) {
        boolean clean = text.chars().noneMatch(Character::isISOControl);
        if (clean) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(next -> {
            switch (next) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(next)) {
                        shown.append(String.format("\\u%04x", next));
                    } else {
                        shown.append((char) next);
                    }
                }
            }
        });
        return shown.toString();
    }
}
