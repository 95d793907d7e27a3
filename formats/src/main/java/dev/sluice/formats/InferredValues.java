package dev.sluice.formats;

import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;

/**
 * Reads the values of columns whose types were inferred. What inference would not have taken for a number is no value of
 * a number's type here, so that a value beyond the sample is refused where it would else change in silence. Declared
 * types are read by {@link ValueParser} itself. Stateless.
 */
public final class InferredValues {
    private InferredValues() {}

    /** A parser as {@link ValueParser#of} makes it, of the type of an inferred column. */
    public static ValueParser parser(Type type) {
        ValueParser parser = ValueParser.of(type);
        return switch (type) {
            case Type.Simple.FLOAT64 ->
                (bytes, from, to, out) -> !isCode(bytes, from, to) && parseKept(parser, bytes, from, to, out);
            case Type.Simple.INT64, Type.Simple.NUMERIC -> refusingCodes(parser);
            case Type.Decimal decimal -> refusingCodes(parser);
            default -> parser;
        };
    }

    private static ValueParser refusingCodes(ValueParser parser) {
        return (bytes, from, to, out) -> !isCode(bytes, from, to) && parser.parse(bytes, from, to, out);
    }

    /** Whether digits are a code rather than a number: they have a leading zero or a plus sign, which a number would lose. */
    public static boolean isCode(byte[] bytes, int from, int to) {
        // one comparison for all but zeros, signs and points
        return from < to && bytes[from] <= '0' && startsAsCode(bytes, from, to);
    }

    private static boolean startsAsCode(byte[] bytes, int from, int to) {
        int first = bytes[from] == '-' ? from + 1 : from;
        boolean zero = first + 1 < to && bytes[first] == '0' && bytes[first + 1] >= '0' && bytes[first + 1] <= '9';
        return zero || bytes[from] == '+';
    }

    private static boolean parseKept(ValueParser parser, byte[] bytes, int from, int to, ColumnBuilder out) {
        if (!parser.parse(bytes, from, to, out)) {
            return false;
        }
        if (DoubleDigits.areKept(bytes, from, to)) {
            return true;
        }
        out.truncate(out.size() - 1);
        return false;
    }
}
