package dev.sluice.testkit.data;

import dev.sluice.spi.data.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;

/** Ways in which a value is more than some systems can hold. */
public enum Oddity {
    /** U+0000 in a text or JSON text. */
    NUL_CHARACTER,
    /** NaN, as a float or a decimal. */
    NAN,
    /** Positive or negative infinity, as a float or a decimal. */
    INFINITY,
    /** The float -0.0. */
    NEGATIVE_ZERO,
    /** A clock or instant with more than six digits of a second. */
    NANOSECONDS,
    /** A clock or instant of a type with nanoseconds that 64 bits of nanoseconds since 1970 don't reach. */
    BEYOND_LONG_NANOSECONDS,
    /** The time 24:00, one past the end of the day. */
    END_OF_DAY,
    /** A date or clock before the year 1583, where calendars differ. */
    BEFORE_GREGORIAN,
    /** A whole or decimal number of more than 38 digits. */
    OVER_38_DIGITS,
    /** A text of no characters, which Oracle takes for null. */
    EMPTY_TEXT;

    /** Whether the value, or one inside it, is odd in this way. */
    public boolean matches(Type type, Object value) {
        if (value instanceof Collection<?> elements) {
            Type element = type instanceof Type.ListOf list ? list.element() : type;
            return elements.stream().anyMatch(item -> item != null && matches(element, item));
        }
        if (value instanceof Map<?, ?> entries) {
            return matches(type, entries.keySet())
                    || entries.values().stream().anyMatch(item -> item != null && matches(type, item));
        }
        return switch (this) {
            case NUL_CHARACTER -> value instanceof String text && (text.indexOf('\0') >= 0 || text.contains("\\u0000"));
            case NAN -> isFloating(value) && Double.isNaN(((Number) value).doubleValue()) || "NaN".equals(value);
            case INFINITY ->
                isFloating(value) && Double.isInfinite(((Number) value).doubleValue())
                        || "Infinity".equals(value)
                        || "-Infinity".equals(value);
            case NEGATIVE_ZERO ->
                Float.valueOf(-0.0f).equals(value) || Double.valueOf(-0.0).equals(value);
            case NANOSECONDS -> nanos(value) % 1000 != 0;
            case BEYOND_LONG_NANOSECONDS -> hasNanoseconds(type) && (year(value) < 1678 || year(value) > 2261);
            case END_OF_DAY -> "24:00:00".equals(value);
            case BEFORE_GREGORIAN -> year(value) < 1583;
            case OVER_38_DIGITS ->
                type == Type.NUMERIC
                        && value instanceof String text
                        && text.chars().filter(Character::isDigit).count() > 38;
            case EMPTY_TEXT -> "".equals(value);
        };
    }

    private static boolean isFloating(Object value) {
        return value instanceof Float || value instanceof Double;
    }

    private static boolean hasNanoseconds(Type type) {
        return type instanceof Type.Timestamp(int digits) && digits > 6
                || type instanceof Type.TimestampTz(int instantDigits) && instantDigits > 6;
    }

    private static int nanos(Object value) {
        return switch (value) {
            case LocalTime time -> time.getNano();
            case LocalDateTime clock -> clock.getNano();
            case Instant instant -> instant.getNano();
            default -> 0;
        };
    }

    private static int year(Object value) {
        return switch (value) {
            case LocalDate date -> date.getYear();
            case LocalDateTime clock -> clock.getYear();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC).getYear();
            default -> Integer.MAX_VALUE;
        };
    }
}
