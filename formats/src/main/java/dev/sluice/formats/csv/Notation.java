package dev.sluice.formats.csv;

import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a file writes its values, where that isn't how Sluice itself does; each is null where it does. Not thread-safe.
 *
 * @param instants of timestamps whose pattern has an offset; {@code timestamps} is null then
 */
record Notation(
        Rewriter numbers, Rewriter booleans, Rewriter dates, Rewriter times, Rewriter timestamps, Rewriter instants) {
    static final Notation CANONICAL = new Notation(null, null, null, null, null, null);

    boolean isCanonical() {
        return equals(CANONICAL);
    }

    /** The notation that the options set. */
    static Notation of(Options options) {
        String timestamp = options.find(CsvOptions.TIMESTAMP_FORMAT).orElse(null);
        Rewriter stamps = pattern(options, CsvOptions.TIMESTAMP_FORMAT, true, true);
        boolean instants =
                timestamp != null && timestamp.replaceAll("'[^']*'", "").contains("X");
        return new Notation(
                numbers(options),
                booleans(options),
                pattern(options, CsvOptions.DATE_FORMAT, true, false),
                pattern(options, CsvOptions.TIME_FORMAT, false, true),
                instants ? null : stamps,
                instants ? stamps : null);
    }

    private static Rewriter pattern(Options options, Option<String> option, boolean date, boolean time) {
        return options.find(option)
                .map(text -> TemporalPattern.of(option.key(), text, date, time))
                .orElse(null);
    }

    private static Rewriter numbers(Options options) {
        String decimal = options.get(CsvOptions.DECIMAL_SEPARATOR);
        String thousands = options.find(CsvOptions.THOUSANDS_SEPARATOR).orElse("");
        if (!decimal.equals(".") && !decimal.equals(",")) {
            throw Dialect.invalid("decimal_separator: '" + decimal + "' must be '.' or ','");
        }
        boolean one = thousands.codePointCount(0, thousands.length()) <= 1;
        if (!one || thousands.equals(decimal) || thousands.matches("[0-9A-Za-z+-]")) {
            throw Dialect.invalid("thousands_separator: '" + thousands
                    + "' must be one character other than the decimal separator, a letter, digit or sign");
        }
        return decimal.equals(".") && thousands.isEmpty()
                ? null
                : new NumberNotation((byte) decimal.charAt(0), thousands.getBytes(StandardCharsets.UTF_8));
    }

    private static Rewriter booleans(Options options) {
        List<String> trues = options.find(CsvOptions.TRUE_TEXT).orElse(List.of());
        List<String> falses = options.find(CsvOptions.FALSE_TEXT).orElse(List.of());
        if (trues.isEmpty() != falses.isEmpty() || trues.stream().anyMatch(falses::contains)) {
            throw Dialect.invalid("true_text and false_text: are set together, and no text is in both");
        }
        return trues.isEmpty() ? null : new BooleanTexts(trues, falses);
    }

    /** For a message about a value that isn't of a type: the option for other notations, where that may help. */
    static String hint(Type type, String value) {
        Option<?> option = switch (type) {
            case Type.Simple.DATE -> CsvOptions.DATE_FORMAT;
            case Type.Time time -> CsvOptions.TIME_FORMAT;
            case Type.Timestamp timestamp -> CsvOptions.TIMESTAMP_FORMAT;
            case Type.TimestampTz instant -> CsvOptions.TIMESTAMP_FORMAT;
            case Type.Simple.BOOLEAN -> CsvOptions.TRUE_TEXT;
            default -> value.matches("-?[0-9.,]*,[0-9.,]*") ? CsvOptions.DECIMAL_SEPARATOR : null;
        };
        return option == null ? "" : ", or '" + option.key() + "' to how the file writes it";
    }

    /** What turns texts into canonical ones of a kind; null where they are. */
    Rewriter of(TypeGuess.Kind kind) {
        return switch (kind) {
            case WHOLE, FIXED_POINT, FLOATING -> numbers;
            case BOOLEAN -> booleans;
            case DATE -> dates;
            case TIME -> times;
            case TIMESTAMP -> timestamps;
            case TIMESTAMP_TZ -> instants;
            case TEXT -> null;
        };
    }

    /** What turns texts into canonical ones of a type; null where they are. */
    Rewriter of(Type type) {
        return switch (type) {
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> numbers;
            case Type.Simple.FLOAT32, Type.Simple.FLOAT64, Type.Simple.NUMERIC -> numbers;
            case Type.Decimal decimal -> numbers;
            case Type.Simple.BOOLEAN -> booleans;
            case Type.Simple.DATE -> dates;
            case Type.Time time -> times;
            case Type.Timestamp timestamp -> timestamps;
            case Type.TimestampTz instant -> instants;
            default -> null;
        };
    }
}
