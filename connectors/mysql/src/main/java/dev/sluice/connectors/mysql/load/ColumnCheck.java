package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a column that somebody else made keeps a value as it is. Only for types in which the server keeps another one in
 * silence, in strict mode too: a number as a label's place, a year of two digits as one of this century, digits rounded away.
 */
@FunctionalInterface
interface ColumnCheck {
    int FIRST_YEAR = 1901;
    int LAST_YEAR = 2155;
    int NANO_DIGITS = 9;
    Pattern PLACES = Pattern.compile("\\w+\\(\\d+,(\\d+)\\).*");
    Pattern LENGTH = Pattern.compile("\\w+\\((\\d+)\\).*");

    ColumnCheck NONE = (column, row) -> true;

    /** Whether the value in a row, which isn't null, is kept. */
    boolean holds(Column column, int row);

    /** A check that everything passes where the server says by itself what it doesn't keep. */
    static ColumnCheck of(Type type, String nativeType) {
        boolean text = type instanceof Type.Text;
        return switch (NativeName.of(nativeType)) {
            case "year" -> type == Type.INT8 || type == Type.INT16 ? ColumnCheck::isYear : NONE;
            case "enum" -> text ? Labels.of(nativeType)::holdsOne : NONE;
            case "set" -> text ? Labels.of(nativeType)::holdsAll : NONE;
            case "bit" -> text ? bits(number(LENGTH, nativeType, 1)) : NONE;
            case "time" -> type instanceof Type.Time(int digits) ? time(digits, number(LENGTH, nativeType, 0)) : NONE;
            case "float", "double" -> places(type, number(PLACES, nativeType, -1));
            default -> NONE;
        };
    }

    private static int number(Pattern pattern, String nativeType, int otherwise) {
        Matcher matcher = pattern.matcher(nativeType);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private static boolean isYear(Column column, int row) {
        int year = ((IntColumn) column).get(row);
        return year == 0 || year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private static ColumnCheck bits(int count) {
        return (column, row) -> {
            BytesColumn text = (BytesColumn) column;
            int start = text.start(row);
            int end = start + text.length(row);
            int at = start;
            while (at < end && (text.bytes()[at] == '0' || text.bytes()[at] == '1')) {
                at++;
            }
            return at == end && end - start == count;
        };
    }

    private static ColumnCheck time(int digits, int kept) {
        if (kept >= digits) {
            return NONE;
        }
        long step = (long) Math.pow(10, NANO_DIGITS - kept);
        return (column, row) -> ((LongColumn) column).get(row) % step == 0;
    }

    /** What {@code double(10,2)} keeps is rounded to that many places. */
    private static ColumnCheck places(Type type, int places) {
        if (places < 0) {
            return NONE;
        }
        double shift = Math.pow(10, places);
        return switch (type) {
            case Type.Simple.FLOAT32 ->
                (column, row) -> {
                    float value = ((FloatColumn) column).get(row);
                    return (float) (Math.rint(value * shift) / shift) == value;
                };
            case Type.Simple.FLOAT64 ->
                (column, row) -> {
                    double value = ((DoubleColumn) column).get(row);
                    return Math.rint(value * shift) / shift == value;
                };
            default -> NONE;
        };
    }
}
