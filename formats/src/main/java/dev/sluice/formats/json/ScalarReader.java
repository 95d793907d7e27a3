package dev.sluice.formats.json;

import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.nio.charset.StandardCharsets;

/** Reads strings, numbers and booleans whose text is a value of a type that doesn't nest. */
final class ScalarReader implements ValueReader {
    private static final byte[] NO_DIGITS = {};

    private final Type type;
    private final ValueParser parser;
    private final boolean decimal;

    /**
     * @param parser of values of the type
     */
    ScalarReader(Type type, ValueParser parser) {
        this.type = type;
        this.parser = parser;
        this.decimal = type instanceof Type.Decimal || type == Type.NUMERIC;
    }

    @Override
    public void read(JsonCursor in, ColumnBuilder out) {
        int start = in.position();
        switch (in.peek()) {
            case '"' -> {
                in.readString();
                if (!parser.parse(in.text(), in.textStart(), in.textEnd(), out)) {
                    throw refused(in, start, JsonCursor.shown(in.text(), in.textStart(), in.textEnd()), type);
                }
            }
            case '{', '[' ->
                throw new JsonProblem(
                        ErrorCode.VALUE_REFUSED,
                        start,
                        "an array or object in a column of type " + type
                                + "; set 'infer: all', or declare the column as json in column_types");
            case 't' -> readLiteral(in, "true", out);
            case 'f' -> readLiteral(in, "false", out);
            default -> readNumber(in, out);
        }
    }

    private void readLiteral(JsonCursor in, String word, ColumnBuilder out) {
        int start = in.position();
        in.literal(word);
        append(in, start, out);
    }

    private void readNumber(JsonCursor in, ColumnBuilder out) {
        int start = in.position();
        in.skipNumber();
        if (in.hasExponent() && decimal) {
            appendPlain(in, start, out);
        } else {
            append(in, start, out);
        }
    }

    private void append(JsonCursor in, int start, ColumnBuilder out) {
        if (!parser.parse(in.bytes(), start, in.position(), out)) {
            throw refused(in, start, in.shown(start, in.position()), type);
        }
    }

    private void appendPlain(JsonCursor in, int start, ColumnBuilder out) {
        byte[] plain = ExponentText.number(in.bytes(), start, in.position())
                .map(number -> number.toPlainString().getBytes(StandardCharsets.ISO_8859_1))
                .orElse(NO_DIGITS);
        if (!parser.parse(plain, 0, plain.length, out)) {
            throw refused(in, start, in.shown(start, in.position()), type);
        }
    }

    static JsonProblem refused(JsonCursor in, int start, String shown, Type type) {
        return new JsonProblem(
                ErrorCode.VALUE_REFUSED,
                start,
                "'" + shown + "' is not a value of type " + type
                        + "; set 'infer: all' to look at every record, or declare the column in column_types");
    }
}
