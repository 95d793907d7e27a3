package dev.sluice.cli.output;

import java.util.Locale;
import java.util.function.Function;

/**
 * What the program is connected to. The JVM can't ask the system, so the launcher does and passes it on.
 *
 * @param interactive whether stderr is a terminal that understands cursor movement
 * @param columns its width
 * @param rows its height
 * @param unicode whether it shows more than ASCII
 * @param colour whether colours are wanted
 */
public record Terminal(boolean interactive, int columns, int rows, boolean unicode, boolean colour) {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    /** A pipe or a file. */
    public static Terminal none() {
        return new Terminal(false, COLUMNS, ROWS, true, false);
    }

    /** Reads what the launcher found out ({@code sluice.stderr.tty}, {@code sluice.terminal.size}) and the environment. */
    public static Terminal ofProcess(Function<String, String> environment) {
        boolean interactive = Boolean.getBoolean("sluice.stderr.tty") && !"dumb".equals(environment.apply("TERM"));
        String[] size = System.getProperty("sluice.terminal.size", "").split(" ");
        int rows = number(environment.apply("LINES"), number(size.length == 2 ? size[0] : "", ROWS));
        int columns = number(environment.apply("COLUMNS"), number(size.length == 2 ? size[1] : "", COLUMNS));
        String noColour = environment.apply("NO_COLOR");
        return new Terminal(
                interactive,
                columns,
                rows,
                isUnicode(environment),
                interactive && (noColour == null || noColour.isEmpty()));
    }

    private static int number(String text, int otherwise) {
        boolean digits = text != null && text.matches("[1-9][0-9]{0,3}");
        return digits ? Integer.parseInt(text) : otherwise;
    }

    /** The first of LC_ALL, LC_CTYPE and LANG that is set decides, as for the C library. */
    private static boolean isUnicode(Function<String, String> environment) {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.apply(variable);
            if (locale != null && !locale.isEmpty()) {
                return locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
            }
        }
        return false;
    }

    /** The text with colour around it, where colours are wanted. */
    public String paint(Colour colourOfText, String text) {
        return colour ? colourOfText.code + text + "\u001b[0m" : text;
    }

    /** The few colours that are readable on dark and on light ground. */
    public enum Colour {
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        DIM("\u001b[2m"),
        BOLD("\u001b[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }
}
