package dev.sluice.engine.config;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bad rows a stream may have before its run ends: a number, or a share of its rows.
 *
 * @param count the largest number that is allowed
 * @param percent the largest share of all rows that is allowed
 */
public record ErrorLimit(long count, BigDecimal percent) implements Serializable {
    public static final ErrorLimit NONE = new ErrorLimit(Long.MAX_VALUE, BigDecimal.valueOf(100));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})|(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%");

    /**
     * Reads {@code 100} or {@code 1%}.
     *
     * @throws IllegalArgumentException where the text is neither
     */
    public static ErrorLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (matcher.matches()) {
            if (matcher.group(1) != null) {
                return new ErrorLimit(Long.parseLong(matcher.group(1)), NONE.percent);
            }
            BigDecimal percent = new BigDecimal(matcher.group(2));
            if (percent.compareTo(NONE.percent) <= 0) {
                return new ErrorLimit(Long.MAX_VALUE, percent);
            }
        }
        throw new IllegalArgumentException(
                "must be a number of rows such as 100, or a share such as 1%, not '" + text + "'");
    }

    /** Whether so many bad rows among so many are too many. */
    public boolean isExceeded(long bad, long rows) {
        return bad > count
                || BigDecimal.valueOf(bad).multiply(NONE.percent).compareTo(percent.multiply(BigDecimal.valueOf(rows)))
                        > 0;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return count < Long.MAX_VALUE ? Long.toString(count) : percent.toPlainString() + "%";
    }
}
