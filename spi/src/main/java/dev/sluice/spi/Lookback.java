package dev.sluice.spi;

import dev.sluice.spi.data.Type;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far below its last position an incremental run reads again, for rows that were committed late: a span of time, or
 * a number. Plain data.
 *
 * @param time null where it is a number
 * @param number null where it is a span of time
 * @param isAlone whether rows that were committed late are looked for within it only, also where the source could tell them all
 */
public record Lookback(Duration time, BigDecimal number, boolean isAlone) implements Serializable {
    public static final Lookback NONE = new Lookback(null, BigDecimal.ZERO, false);

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h|d)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?");

    /**
     * Reads {@code 10m}, {@code 2h}, {@code 500}.
     *
     * @throws IllegalArgumentException where the text is neither a span of time nor a number
     */
    public static Lookback parse(String text) {
        String bare = text.strip().toLowerCase(Locale.ROOT);
        Matcher time = TIME.matcher(bare);
        if (time.matches()) {
            long amount = Long.parseLong(time.group(1));
            return new Lookback(
                    switch (time.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "h" -> Duration.ofHours(amount);
                        case "d" -> Duration.ofDays(amount);
                        default -> Duration.ofMinutes(amount);
                    },
                    null,
                    false);
        }
        if (NUMBER.matcher(bare).matches()) {
            return new Lookback(null, new BigDecimal(bare), false);
        }
        throw new IllegalArgumentException(
                "must be a span of time such as 30s, 10m, 2h or 1d, or a number, not '" + text + "'");
    }

    /** The same as all that is done for rows that were committed late. */
    public Lookback alone() {
        return new Lookback(time, number, true);
    }

    public boolean isNone() {
        return time == null && number.signum() == 0;
    }

    /** Whether values of a type have a distance that this can measure. */
    public boolean fits(Type type) {
        return isNone()
                || switch (type) {
                    case Type.Timestamp timestamp -> time != null;
                    case Type.TimestampTz timestamp -> time != null;
                    case Type.Simple.DATE -> time != null;
                    case Type.Decimal decimal -> number != null;
                    case Type.Simple simple ->
                        number != null
                                && switch (simple) {
                                    case INT8, INT16, INT32, INT64, NUMERIC, FLOAT32, FLOAT64 -> true;
                                    default -> false;
                                };
                    default -> false;
                };
    }

    /**
     * The value that lies this far below another.
     *
     * @param value as canonical text
     * @return canonical text; what lies below the smallest value of dates and times is the value itself, and
     *     so it is with infinities and what is no number
     */
    public String before(Type type, String value) {
        if (isNone() || !fits(type)) {
            return value;
        }
        try {
            return switch (type) {
                case Type.Simple.DATE ->
                    LocalDate.parse(value)
                            .minusDays(Math.ceilDiv(
                                    time.toSeconds(), Duration.ofDays(1).toSeconds()))
                            .toString();
                case Type.Timestamp timestamp ->
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                            LocalDateTime.parse(value).minus(time));
                case Type.TimestampTz timestamp ->
                    Instant.parse(value).minus(time).toString();
                case Type.Simple.FLOAT32 -> {
                    float from = Float.parseFloat(value);
                    yield Float.isFinite(from) ? Float.toString(below(value).floatValue()) : value;
                }
                case Type.Simple.FLOAT64 -> {
                    double from = Double.parseDouble(value);
                    yield Double.isFinite(from) ? Double.toString(below(value).doubleValue()) : value;
                }
                default -> below(value).toPlainString();
            };
        } catch (DateTimeException e) {
            return value;
        }
    }

    /**
     * The value that lies this far below another, or as far as a floor lets it.
     *
     * @param floor as canonical text; empty for none
     */
    public String before(Type type, String value, String floor) {
        String before = before(type, value);
        if (floor.isEmpty() || isNone()) {
            return before;
        }
        return isLess(type, before, floor) ? (isLess(type, floor, value) ? floor : value) : before;
    }

    /** Of types that this fits. */
    private static boolean isLess(Type type, String one, String other) {
        try {
            return switch (type) {
                case Type.Simple.DATE -> LocalDate.parse(one).isBefore(LocalDate.parse(other));
                case Type.Timestamp timestamp -> LocalDateTime.parse(one).isBefore(LocalDateTime.parse(other));
                case Type.TimestampTz timestamp -> Instant.parse(one).isBefore(Instant.parse(other));
                case Type.Simple.FLOAT32, Type.Simple.FLOAT64 -> Double.parseDouble(one) < Double.parseDouble(other);
                default -> new BigDecimal(one).compareTo(new BigDecimal(other)) < 0;
            };
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** By decimal digits, as people read them: 0.1 below 0.3 lies 0.2. */
    private BigDecimal below(String value) {
        return new BigDecimal(value).subtract(number);
    }
}
