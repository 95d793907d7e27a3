package dev.sluice.formats.csv;

import dev.sluice.formats.InferredValues;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;
import dev.sluice.spi.text.IntegerText;
import dev.sluice.spi.text.TemporalText;
import dev.sluice.spi.text.ValueParser;

/**
 * Parses the fields of one column into its builder. The frequent types have a loop of their own each, so that the JIT
 * compiles each with nothing but its own type in it.
 */
abstract sealed class ColumnParser {
    /** What {@link #parse} returns where every field was taken. */
    static final int ALL = -1;

    /**
     * Appends every field.
     *
     * @return {@link #ALL}, or the first row whose field isn't a value of the type
     */
    abstract int parse(byte[] data, FieldSlices fields);

    /**
     * A parser of a type's values.
     *
     * @param rewriter what makes them canonical first; null where they are
     * @param inferred whether the type comes from values, and others are to be refused as {@link InferredValues} does
     */
    static ColumnParser of(Type type, ColumnBuilder out, Rewriter rewriter, boolean inferred) {
        return rewriter == null ? canonical(type, out, inferred) : new Rewritten(type, out, rewriter, inferred);
    }

    private static ValueParser parser(Type type, boolean inferred) {
        return inferred ? InferredValues.parser(type) : ValueParser.of(type);
    }

    private static ColumnParser canonical(Type type, ColumnBuilder out, boolean inferred) {
        return switch (type) {
            case Type.Simple.INT64 -> new Longs((LongColumn.Builder) out, inferred);
            case Type.Simple.DATE -> new Dates((IntColumn.Builder) out);
            case Type.Decimal decimal
            when decimal.fitsLong() -> new Decimals(decimal, (LongColumn.Builder) out, inferred);
            case Type.Timestamp(int precision)
            when precision <= 6 -> new Timestamps(precision, (LongColumn.Builder) out);
            case Type.Text text when text.maxLength() == Type.Text.UNLIMITED -> new Texts((BytesColumn.Builder) out);
            default -> new Others(type, out, inferred);
        };
    }

    private static final class Longs extends ColumnParser {
        private final LongColumn.Builder out;
        private final boolean inferred;

        Longs(LongColumn.Builder out, boolean inferred) {
            this.out = out;
            this.inferred = inferred;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (start == end) {
                    out.appendNull();
                } else if (inferred && InferredValues.isCode(data, start, end)
                        || !IntegerText.parse(data, start, end, out)) {
                    return row;
                }
            }
            return ALL;
        }
    }

    private static final class Decimals extends ColumnParser {
        private final Type.Decimal type;
        private final LongColumn.Builder out;
        private final boolean inferred;

        Decimals(Type.Decimal type, LongColumn.Builder out, boolean inferred) {
            this.type = type;
            this.out = out;
            this.inferred = inferred;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (start == end) {
                    out.appendNull();
                } else if (inferred && InferredValues.isCode(data, start, end)
                        || !DecimalText.parse(data, start, end, type, out)) {
                    return row;
                }
            }
            return ALL;
        }
    }

    private static final class Dates extends ColumnParser {
        private final IntColumn.Builder out;

        Dates(IntColumn.Builder out) {
            this.out = out;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (start == end) {
                    out.appendNull();
                } else if (!TemporalText.parseDate(data, start, end, out)) {
                    return row;
                }
            }
            return ALL;
        }
    }

    private static final class Timestamps extends ColumnParser {
        private final int precision;
        private final LongColumn.Builder out;

        Timestamps(int precision, LongColumn.Builder out) {
            this.precision = precision;
            this.out = out;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (start == end) {
                    out.appendNull();
                } else if (!TemporalText.parseTimestamp(data, start, end, precision, out)) {
                    return row;
                }
            }
            return ALL;
        }
    }

    private static final class Texts extends ColumnParser {
        /** Up to this length a text is copied in whole words rather than by a call. */
        private static final int SHORT = 32;

        private final BytesColumn.Builder out;

        Texts(BytesColumn.Builder out) {
            this.out = out;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int length = fields.end(row) - start;
                if (length == 0) {
                    out.appendNull();
                } else if (length <= SHORT && start + SHORT + Swar.SLACK <= data.length) {
                    copyWords(data, start, Math.max(0, length));
                } else {
                    out.append(data, start, Math.max(0, length));
                }
            }
            return ALL;
        }

        private void copyWords(byte[] data, int start, int length) {
            byte[] target = out.reserve(length + Swar.SLACK);
            int position = out.position();
            for (int i = 0; i < length; i += Long.BYTES) {
                Swar.store(target, position + i, Swar.load(data, start + i));
            }
            out.endValue(length);
        }
    }

    private static final class Rewritten extends ColumnParser {
        private final ValueParser parser;
        private final ColumnBuilder out;
        private final Rewriter rewriter;
        private final ByteSink text = new ByteSink(32);

        Rewritten(Type type, ColumnBuilder out, Rewriter rewriter, boolean inferred) {
            this.parser = parser(type, inferred);
            this.out = out;
            this.rewriter = rewriter;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                text.clear();
                if (start == end) {
                    out.appendNull();
                } else if (end < start
                        || !rewriter.rewrite(data, start, end, text)
                        || !parser.parse(text.array(), 0, text.length(), out)) {
                    return row;
                }
            }
            return ALL;
        }
    }

    private static final class Others extends ColumnParser {
        private final ValueParser parser;
        private final ColumnBuilder out;
        private final boolean takesEmpty;

        Others(Type type, ColumnBuilder out, boolean inferred) {
            this.parser = parser(type, inferred);
            this.out = out;
            this.takesEmpty = type instanceof Type.Text || type == Type.BINARY;
        }

        @Override
        int parse(byte[] data, FieldSlices fields) {
            for (int row = 0; row < fields.rows; row++) {
                int start = fields.start(row);
                int end = fields.end(row);
                if (start == end) {
                    out.appendNull();
                } else if (end < start && !takesEmpty || !parser.parse(data, start, Math.max(start, end), out)) {
                    return row;
                }
            }
            return ALL;
        }
    }
}
