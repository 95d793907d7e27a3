package dev.sluice.cli.output;

/** Fits text into columns of a terminal, where some characters take two and some none. */
public final class TextLayout {
    private TextLayout() {}

    public static int width(String text) {
        return text.codePoints().map(TextLayout::width).sum();
    }

    static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    /** East Asian wide characters and emoji, by blocks. */
    private static boolean isWide(int codePoint) {
        return codePoint >= 0x1100
                && (codePoint <= 0x115f
                        || codePoint >= 0x2e80 && codePoint <= 0xa4cf
                        || codePoint >= 0xac00 && codePoint <= 0xd7a3
                        || codePoint >= 0xf900 && codePoint <= 0xfaff
                        || codePoint >= 0xfe30 && codePoint <= 0xfe6f
                        || codePoint >= 0xff00 && codePoint <= 0xff60
                        || codePoint >= 0xffe0 && codePoint <= 0xffe6
                        || codePoint >= 0x1f300 && codePoint <= 0x1f64f
                        || codePoint >= 0x1f900 && codePoint <= 0x1f9ff
                        || codePoint >= 0x20000 && codePoint <= 0x3fffd);
    }

    /** The text, or its beginning and an ellipsis where it takes more than {@code width} columns. */
    public static String cut(String text, int width, String ellipsis) {
        if (width(text) <= width) {
            return text;
        }
        int room = Math.max(0, width - width(ellipsis));
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (used + width(codePoint) > room) {
                break;
            }
            used += width(codePoint);
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + ellipsis;
    }

    public static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    public static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - width(text))) + text;
    }

    /** The text cut or padded to exactly {@code width} columns. */
    public static String fit(String text, int width, String ellipsis) {
        return padRight(cut(text, width, ellipsis), width);
    }
}
