package dev.sluice.formats.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Numbers written with an exponent, for columns that hold plain digits. Stateless. */
final class ExponentText {
    /** The plain digits of a number with a larger exponent would fill the memory. */
    private static final int MAX_EXPONENT = 400;

    private ExponentText() {}

    /** The exact number in {@code bytes[from … to)}; empty where its exponent is too large for plain digits. */
    static Optional<BigDecimal> number(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
        try {
            int exponent = Integer.parseInt(text, mark + 1, text.length(), 10);
            return Math.abs((long) exponent) <= MAX_EXPONENT ? Optional.of(new BigDecimal(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty(); // more digits than an int has
        }
    }
}
