package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.sqlite.pages.StoredRow;
import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Utf8;
import dev.sluice.spi.text.ValueParser;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.sqlite.core.Codes;

/**
 * Moves one column's value of the current row into its builder, by the value's own storage class: a column may hold any
 * of them, whatever its declared type.
 */
abstract class Cell {
    /** What {@link #read} returns where the value isn't one of the column's type. */
    static final int REFUSED = -1;

    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final long EXACT_IN_FLOAT = 1L << 24;

    /** The bytes that were appended, nothing counting as one; or {@link #REFUSED}. */
    abstract int read(StoredRow row, int column) throws SQLException;

    static Cell of(Type type, ColumnBuilder out) {
        return switch (type) {
            case Type.Simple.INT64 -> new LongCell((LongColumn.Builder) out);
            case Type.Simple.BOOLEAN -> new BooleanCell((BooleanColumn.Builder) out);
            case Type.Simple.FLOAT64 -> new DoubleCell((DoubleColumn.Builder) out);
            case Type.Simple.FLOAT32 -> new FloatCell((FloatColumn.Builder) out);
            case Type.Simple.BINARY -> new BinaryCell((BytesColumn.Builder) out);
            case Type.Text text -> new TextCell((BytesColumn.Builder) out);
            case Type.Simple.UUID -> new UuidCell((Int128Column.Builder) out);
            case Type.Simple.NUMERIC, Type.Simple.JSON -> new ParsedCell(type, out, true);
            case Type.Decimal decimal -> new ParsedCell(type, out, true);
            default -> new ParsedCell(type, out, false);
        };
    }

    private static int appendNull(ColumnBuilder out) {
        out.appendNull();
        return 1;
    }

    /** SQLite takes any bytes for a text; whoever is given them as one would not. */
    static boolean isUtf8(StoredRow row) {
        return Utf8.firstInvalid(row.bytes(), row.start(), row.end()) < 0;
    }

    /** The shortest digits that read back as the same double, without an exponent; not for infinities. */
    private static byte[] plainDigits(double value) {
        return new BigDecimal(Double.toString(value)).toPlainString().getBytes(StandardCharsets.US_ASCII);
    }

    private static final class LongCell extends Cell {
        private final LongColumn.Builder out;

        LongCell(LongColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            int storage = row.storage(column);
            if (storage == Codes.SQLITE_INTEGER) {
                out.append(row.integer(column));
                return Long.BYTES;
            }
            return storage == Codes.SQLITE_NULL ? appendNull(out) : REFUSED;
        }
    }

    private static final class BooleanCell extends Cell {
        private final BooleanColumn.Builder out;
        private final ValueParser words = ValueParser.of(Type.BOOLEAN);

        BooleanCell(BooleanColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            switch (row.storage(column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_INTEGER -> {
                    long value = row.integer(column);
                    if (value != 0 && value != 1) {
                        return REFUSED;
                    }
                    out.append(value == 1);
                }
                case Codes.SQLITE_TEXT -> {
                    row.locate(column);
                    return words.parse(row.bytes(), row.start(), row.end(), out) ? 1 : REFUSED;
                }
                default -> {
                    return REFUSED;
                }
            }
            return 1;
        }
    }

    private static final class DoubleCell extends Cell {
        private final DoubleColumn.Builder out;

        DoubleCell(DoubleColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            switch (row.storage(column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_FLOAT -> out.append(row.real(column));
                case Codes.SQLITE_INTEGER -> {
                    long value = row.integer(column);
                    if (Math.abs(value) > EXACT_IN_DOUBLE || value == Long.MIN_VALUE) {
                        return REFUSED;
                    }
                    out.append((double) value);
                }
                default -> {
                    return REFUSED;
                }
            }
            return Double.BYTES;
        }
    }

    private static final class FloatCell extends Cell {
        private final FloatColumn.Builder out;

        FloatCell(FloatColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            switch (row.storage(column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_FLOAT -> {
                    double value = row.real(column);
                    if ((float) value != value) {
                        return REFUSED;
                    }
                    out.append((float) value);
                }
                case Codes.SQLITE_INTEGER -> {
                    long value = row.integer(column);
                    if (Math.abs(value) > EXACT_IN_FLOAT || value == Long.MIN_VALUE) {
                        return REFUSED;
                    }
                    out.append((float) value);
                }
                default -> {
                    return REFUSED;
                }
            }
            return Float.BYTES;
        }
    }

    private static final class BinaryCell extends Cell {
        private final BytesColumn.Builder out;

        BinaryCell(BytesColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            int storage = row.storage(column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            if (storage != Codes.SQLITE_BLOB) {
                return REFUSED;
            }
            row.locate(column);
            out.append(row.bytes(), row.start(), row.length());
            return row.length() + Integer.BYTES;
        }
    }

    /** Text as it is; numbers as their digits. */
    private static final class TextCell extends Cell {
        private final BytesColumn.Builder out;

        TextCell(BytesColumn.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            byte[] digits;
            switch (row.storage(column)) {
                case Codes.SQLITE_TEXT -> {
                    row.locate(column);
                    if (!isUtf8(row)) {
                        return REFUSED;
                    }
                    out.append(row.bytes(), row.start(), row.length());
                    return row.length() + Integer.BYTES;
                }
                case Codes.SQLITE_NULL -> {
                    return appendNull(out);
                }
                case Codes.SQLITE_INTEGER ->
                    digits = Long.toString(row.integer(column)).getBytes(StandardCharsets.US_ASCII);
                case Codes.SQLITE_FLOAT ->
                    digits = Double.toString(row.real(column)).getBytes(StandardCharsets.US_ASCII);
                default -> {
                    return REFUSED;
                }
            }
            out.append(digits);
            return digits.length + Integer.BYTES;
        }
    }

    /** Canonical text, or 16 bytes with the most significant first. */
    private static final class UuidCell extends Cell {
        private final Int128Column.Builder out;
        private final ValueParser parser = ValueParser.of(Type.UUID);

        UuidCell(Int128Column.Builder out) {
            this.out = out;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            int storage = row.storage(column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            if (storage == Codes.SQLITE_TEXT) {
                row.locate(column);
                return parser.parse(row.bytes(), row.start(), row.end(), out) ? 2 * Long.BYTES : REFUSED;
            }
            if (storage != Codes.SQLITE_BLOB) {
                return REFUSED;
            }
            row.locate(column);
            if (row.length() != 2 * Long.BYTES) {
                return REFUSED;
            }
            ByteBuffer halves = ByteBuffer.wrap(row.bytes(), row.start(), row.length());
            out.append(halves.getLong(), halves.getLong());
            return 2 * Long.BYTES;
        }
    }

    /** Types whose text a parser reads; decimals and JSON also as numbers. */
    private static final class ParsedCell extends Cell {
        private final ColumnBuilder out;
        private final ValueParser parser;
        private final boolean numbers;

        ParsedCell(Type type, ColumnBuilder out, boolean numbers) {
            this.out = out;
            this.parser = ValueParser.of(type);
            this.numbers = numbers;
        }

        @Override
        int read(StoredRow row, int column) throws SQLException {
            int storage = row.storage(column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            if (storage == Codes.SQLITE_TEXT) {
                row.locate(column);
                return isUtf8(row) && parser.parse(row.bytes(), row.start(), row.end(), out)
                        ? row.length() + Integer.BYTES
                        : REFUSED;
            }
            byte[] digits;
            if (numbers && storage == Codes.SQLITE_INTEGER) {
                digits = Long.toString(row.integer(column)).getBytes(StandardCharsets.US_ASCII);
            } else if (numbers && storage == Codes.SQLITE_FLOAT && Double.isFinite(row.real(column))) {
                digits = plainDigits(row.real(column));
            } else {
                return REFUSED;
            }
            return parser.parse(digits, 0, digits.length, out) ? digits.length + Integer.BYTES : REFUSED;
        }
    }
}
