package dev.sluice.connectors.mysql;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;

/** Values in the server's text form, straight into columns. */
final class FieldParsers {
    private FieldParsers() {}

    /**
     * @param nativeType the column's, as {@link CatalogColumn} has it
     */
    static ValueParser of(Type type, String nativeType) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> FieldParsers::bit;
            case Type.Simple.INTERVAL -> MysqlTime::parse;
            // the server's text in the server's length: nothing to check
            case Type.Text text -> ValueParser.of(Type.STRING);
            case Type.Simple.BINARY -> ValueParser.of(Type.STRING);
            case Type.Simple.NUMERIC ->
                nativeType.equals(NativeTypes.NUMERIC) ? FieldParsers::withoutZeros : FieldParsers::numeric;
            // the session's zone is UTC
            case Type.TimestampTz(int precision) -> ValueParser.of(new Type.Timestamp(precision));
            default -> ValueParser.of(type);
        };
    }

    private static boolean bit(byte[] bytes, int from, int to, ColumnBuilder out) {
        boolean known = to - from == 1 && (bytes[from] == '0' || bytes[from] == '1');
        if (known) {
            ((BooleanColumn.Builder) out).append(bytes[from] == '1');
        }
        return known;
    }

    /** The server's text, without the zeros that ZEROFILL puts before it. */
    private static boolean numeric(byte[] bytes, int from, int to, ColumnBuilder out) {
        int start = from;
        while (start + 1 < to && bytes[start] == '0' && bytes[start + 1] != '.') {
            start++;
        }
        ((BytesColumn.Builder) out).append(bytes, start, to - start);
        return true;
    }

    /** A column made for decimals of any scale has thirty digits after the point: those at the end say nothing. */
    private static boolean withoutZeros(byte[] bytes, int from, int to, ColumnBuilder out) {
        int end = to;
        while (bytes[end - 1] == '0') {
            end--;
        }
        if (bytes[end - 1] == '.') {
            end--;
        }
        ((BytesColumn.Builder) out).append(bytes, from, end - from);
        return true;
    }
}
