package dev.sluice.connectors.sqlite;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * Moves one column's value of the current row into its builder, by the value's own storage class: a column may hold any
 * of them, whatever its declared type.
 */
abstract class Cell {
    /** What {@link #read} returns where the value isn't one of the column's type. */
    static final int REFUSED = -1;

    private static final byte[] NO_BYTES = {};
    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final long EXACT_IN_FLOAT = 1L << 24;

    /** The bytes that were appended, nothing counting as one; or {@link #REFUSED}. */
    abstract int read(DB db, long statement, int column) throws SQLException;

    /**
     * @param utf8 whether the database keeps text in UTF-8
     */
    static Cell of(Type type, ColumnBuilder out, boolean utf8) {
        return switch (type) {
            case Type.Simple.INT64 -> new LongCell((LongColumn.Builder) out);
            case Type.Simple.BOOLEAN -> new BooleanCell((BooleanColumn.Builder) out, utf8);
            case Type.Simple.FLOAT64 -> new DoubleCell((DoubleColumn.Builder) out);
            case Type.Simple.FLOAT32 -> new FloatCell((FloatColumn.Builder) out);
            case Type.Simple.BINARY -> new BinaryCell((BytesColumn.Builder) out);
            case Type.Text text -> new TextCell((BytesColumn.Builder) out, utf8);
            case Type.Simple.UUID -> new UuidCell((Int128Column.Builder) out, utf8);
            case Type.Simple.NUMERIC, Type.Simple.JSON -> new ParsedCell(type, out, utf8, true);
            case Type.Decimal decimal -> new ParsedCell(type, out, utf8, true);
            default -> new ParsedCell(type, out, utf8, false);
        };
    }

    /** A BLOB's or text's bytes as stored; the driver gives null for none. */
    static byte[] bytes(DB db, long statement, int column) throws SQLException {
        byte[] bytes = db.column_blob(statement, column);
        return bytes == null ? NO_BYTES : bytes;
    }

    private static byte[] text(DB db, long statement, int column, boolean utf8) throws SQLException {
        return utf8
                ? bytes(db, statement, column)
                : db.column_text(statement, column).getBytes(StandardCharsets.UTF_8);
    }

    private static int appendNull(ColumnBuilder out) {
        out.appendNull();
        return 1;
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
        int read(DB db, long statement, int column) throws SQLException {
            int storage = db.column_type(statement, column);
            if (storage == Codes.SQLITE_INTEGER) {
                out.append(db.column_long(statement, column));
                return Long.BYTES;
            }
            return storage == Codes.SQLITE_NULL ? appendNull(out) : REFUSED;
        }
    }

    private static final class BooleanCell extends Cell {
        private final BooleanColumn.Builder out;
        private final ValueParser words = ValueParser.of(Type.BOOLEAN);
        private final boolean utf8;

        BooleanCell(BooleanColumn.Builder out, boolean utf8) {
            this.out = out;
            this.utf8 = utf8;
        }

        @Override
        int read(DB db, long statement, int column) throws SQLException {
            switch (db.column_type(statement, column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_INTEGER -> {
                    long value = db.column_long(statement, column);
                    if (value != 0 && value != 1) {
                        return REFUSED;
                    }
                    out.append(value == 1);
                }
                case Codes.SQLITE_TEXT -> {
                    byte[] word = text(db, statement, column, utf8);
                    return words.parse(word, 0, word.length, out) ? 1 : REFUSED;
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
        int read(DB db, long statement, int column) throws SQLException {
            switch (db.column_type(statement, column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_FLOAT -> out.append(db.column_double(statement, column));
                case Codes.SQLITE_INTEGER -> {
                    long value = db.column_long(statement, column);
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
        int read(DB db, long statement, int column) throws SQLException {
            switch (db.column_type(statement, column)) {
                case Codes.SQLITE_NULL -> out.appendNull();
                case Codes.SQLITE_FLOAT -> {
                    double value = db.column_double(statement, column);
                    if ((float) value != value) {
                        return REFUSED;
                    }
                    out.append((float) value);
                }
                case Codes.SQLITE_INTEGER -> {
                    long value = db.column_long(statement, column);
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
        int read(DB db, long statement, int column) throws SQLException {
            int storage = db.column_type(statement, column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            if (storage != Codes.SQLITE_BLOB) {
                return REFUSED;
            }
            byte[] value = bytes(db, statement, column);
            out.append(value);
            return value.length + Integer.BYTES;
        }
    }

    /** Text as it is; numbers as their digits. */
    private static final class TextCell extends Cell {
        private final BytesColumn.Builder out;
        private final boolean utf8;

        TextCell(BytesColumn.Builder out, boolean utf8) {
            this.out = out;
            this.utf8 = utf8;
        }

        @Override
        int read(DB db, long statement, int column) throws SQLException {
            byte[] value;
            switch (db.column_type(statement, column)) {
                case Codes.SQLITE_TEXT -> value = text(db, statement, column, utf8);
                case Codes.SQLITE_NULL -> {
                    return appendNull(out);
                }
                case Codes.SQLITE_INTEGER ->
                    value = Long.toString(db.column_long(statement, column)).getBytes(StandardCharsets.US_ASCII);
                case Codes.SQLITE_FLOAT ->
                    value = Double.toString(db.column_double(statement, column)).getBytes(StandardCharsets.US_ASCII);
                default -> {
                    return REFUSED;
                }
            }
            out.append(value);
            return value.length + Integer.BYTES;
        }
    }

    /** Canonical text, or 16 bytes with the most significant first. */
    private static final class UuidCell extends Cell {
        private final Int128Column.Builder out;
        private final ValueParser parser = ValueParser.of(Type.UUID);
        private final boolean utf8;

        UuidCell(Int128Column.Builder out, boolean utf8) {
            this.out = out;
            this.utf8 = utf8;
        }

        @Override
        int read(DB db, long statement, int column) throws SQLException {
            int storage = db.column_type(statement, column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            if (storage == Codes.SQLITE_TEXT) {
                byte[] value = text(db, statement, column, utf8);
                return parser.parse(value, 0, value.length, out) ? 2 * Long.BYTES : REFUSED;
            }
            byte[] value = storage == Codes.SQLITE_BLOB ? bytes(db, statement, column) : NO_BYTES;
            if (value.length != 2 * Long.BYTES) {
                return REFUSED;
            }
            ByteBuffer halves = ByteBuffer.wrap(value);
            out.append(halves.getLong(), halves.getLong());
            return value.length;
        }
    }

    /** Types whose text a parser reads; decimals and JSON also as numbers. */
    private static final class ParsedCell extends Cell {
        private final ColumnBuilder out;
        private final ValueParser parser;
        private final boolean utf8;
        private final boolean numbers;

        ParsedCell(Type type, ColumnBuilder out, boolean utf8, boolean numbers) {
            this.out = out;
            this.parser = ValueParser.of(type);
            this.utf8 = utf8;
            this.numbers = numbers;
        }

        @Override
        int read(DB db, long statement, int column) throws SQLException {
            int storage = db.column_type(statement, column);
            if (storage == Codes.SQLITE_NULL) {
                return appendNull(out);
            }
            byte[] value;
            if (storage == Codes.SQLITE_TEXT) {
                value = text(db, statement, column, utf8);
            } else if (numbers && storage == Codes.SQLITE_INTEGER) {
                value = Long.toString(db.column_long(statement, column)).getBytes(StandardCharsets.US_ASCII);
            } else if (numbers
                    && storage == Codes.SQLITE_FLOAT
                    && Double.isFinite(db.column_double(statement, column))) {
                value = plainDigits(db.column_double(statement, column));
            } else {
                return REFUSED;
            }
            return parser.parse(value, 0, value.length, out) ? value.length + Integer.BYTES : REFUSED;
        }
    }
}
