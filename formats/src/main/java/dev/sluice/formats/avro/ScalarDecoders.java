package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Annotation;
import dev.sluice.formats.avro.AvroSchema.Kind;
import dev.sluice.formats.avro.AvroSchema.Logical;
import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Utf8;
import dev.sluice.spi.text.ValueParser;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/** Decoders of values that don't hold others. A value that the type can't hold exactly is refused. */
final class ScalarDecoders {
    private ScalarDecoders() {}

    static Decoder of(Kind kind, Annotation annotation, Type target) {
        Decoder decoder = switch (kind) {
            case NULL -> null;
            case BOOLEAN ->
                target == Type.BOOLEAN ? (in, out) -> ((BooleanColumn.Builder) out).append(in.readBoolean()) : null;
            case INT, LONG -> number(kind, annotation.logical(), target);
            case FLOAT -> floating(target);
            case DOUBLE ->
                target == Type.FLOAT64 ? (in, out) -> ((DoubleColumn.Builder) out).append(in.readDouble()) : null;
            case BYTES -> bytes(annotation, target);
            case STRING -> string(target);
        };
        return require(decoder, new AvroSchema.Primitive(kind, annotation), target);
    }

    private static Decoder require(Decoder decoder, AvroSchema schema, Type target) {
        if (decoder == null) {
            throw AvroProblem.refused(
                    "the file has " + ColumnTypes.name(schema) + ", which can't be read as " + target);
        }
        return decoder;
    }

    private static Decoder number(Kind kind, Logical logical, Type target) {
        return switch (target) {
            case Type.Simple.INT8 -> kind == Kind.INT ? integers(Byte.MIN_VALUE, Byte.MAX_VALUE) : null;
            case Type.Simple.INT16 -> kind == Kind.INT ? integers(Short.MIN_VALUE, Short.MAX_VALUE) : null;
            case Type.Simple.INT32, Type.Simple.DATE ->
                kind == Kind.INT ? (in, out) -> ((IntColumn.Builder) out).append(in.readInt()) : null;
            case Type.Simple.INT64 -> (in, out) -> ((LongColumn.Builder) out).append(in.readLong());
            case Type.Simple.FLOAT32 -> (in, out) -> ((FloatColumn.Builder) out).append(exactFloat(in.readLong()));
            case Type.Simple.FLOAT64 -> (in, out) -> ((DoubleColumn.Builder) out).append(exactDouble(in.readLong()));
            case Type.Time time -> TimeDecoders.time(logical);
            case Type.Timestamp timestamp -> TimeDecoders.timestamp(logical, timestamp.precision());
            case Type.TimestampTz timestamp -> TimeDecoders.timestamp(logical, timestamp.precision());
            case Type.Decimal decimal -> logical == Logical.NONE ? digits(target) : null;
            case Type.Simple.NUMERIC -> logical == Logical.NONE ? digits(target) : null;
            default -> null;
        };
    }

    /** Whole numbers of a file that is read together with others, whose column is a decimal. */
    private static Decoder digits(Type target) {
        ValueParser parser = ValueParser.of(target);
        return (in, out) -> Decimals.parse(Long.toString(in.readLong()), parser, target, out);
    }

    private static Decoder integers(int min, int max) {
        return (in, out) -> {
            int value = in.readInt();
            if (value < min || value > max) {
                throw AvroProblem.refused("the number " + value + " is not between " + min + " and " + max);
            }
            ((IntColumn.Builder) out).append(value);
        };
    }

    private static float exactFloat(long value) {
        float nearest = value;
        if ((long) nearest != value || value == Long.MAX_VALUE) {
            throw AvroProblem.refused("the number " + value + " is no float");
        }
        return nearest;
    }

    private static double exactDouble(long value) {
        double nearest = value;
        if ((long) nearest != value || value == Long.MAX_VALUE) {
            throw AvroProblem.refused("the number " + value + " is no double");
        }
        return nearest;
    }

    private static Decoder floating(Type target) {
        return switch (target) {
            case Type.Simple.FLOAT32 -> (in, out) -> ((FloatColumn.Builder) out).append(in.readFloat());
            case Type.Simple.FLOAT64 -> (in, out) -> ((DoubleColumn.Builder) out).append(in.readFloat());
            default -> null;
        };
    }

    private static Decoder bytes(Annotation annotation, Type target) {
        return switch (target) {
            case Type.Simple.BINARY ->
                (in, out) -> {
                    long length = in.readLong();
                    ((BytesColumn.Builder) out).append(in.bytes(), in.take(length), (int) length);
                };
            case Type.Text text -> annotation.logical() == Logical.NONE ? string(target) : null;
            case Type.Decimal decimal ->
                annotation.logical() != Logical.DECIMAL
                        ? null
                        : decimal(annotation.scale(), decimal, AvroInput::readLong);
            case Type.Simple.NUMERIC -> numeric(annotation);
            default -> null;
        };
    }

    private static Decoder decimal(int scale, Type.Decimal target, ToLongFunction<AvroInput> lengths) {
        if (scale == target.scale()) {
            return (in, out) -> {
                long length = lengths.applyAsLong(in);
                int start = in.take(length);
                Decimals.read(in.bytes(), start, (int) length, target, out);
            };
        }
        ValueParser parser = ValueParser.of(target);
        return (in, out) -> {
            long length = lengths.applyAsLong(in);
            int start = in.take(length);
            Decimals.parse(Decimals.text(in.bytes(), start, (int) length, scale), parser, target, out);
        };
    }

    private static Decoder numeric(Annotation annotation) {
        return switch (annotation.logical()) {
            case DECIMAL ->
                (in, out) -> {
                    long length = in.readLong();
                    int start = in.take(length);
                    ((BytesColumn.Builder) out)
                            .append(Decimals.text(in.bytes(), start, (int) length, annotation.scale()));
                };
            case BIG_DECIMAL ->
                (in, out) -> {
                    long outer = in.readLong();
                    int before = in.remaining();
                    long length = in.readLong();
                    int start = in.take(length);
                    int scale = in.readInt();
                    if (before - in.remaining() != outer) {
                        throw AvroProblem.malformed(
                                "a big-decimal of " + outer + " bytes that takes " + (before - in.remaining()));
                    }
                    ((BytesColumn.Builder) out).append(Decimals.text(in.bytes(), start, (int) length, scale));
                };
            default -> null;
        };
    }

    private static Decoder string(Type target) {
        if (target == Type.BINARY) {
            return bytes(Annotation.NONE, target);
        }
        boolean isText = switch (target) {
            case Type.Text text -> true;
            case Type.Time time -> true;
            case Type.Simple simple ->
                simple == Type.JSON || simple == Type.NUMERIC || simple == Type.INTERVAL || simple == Type.UUID;
            default -> false;
        };
        if (!isText) {
            return null;
        }
        ValueParser parser = ValueParser.of(target);
        return (in, out) -> {
            long length = in.readLong();
            int start = in.take(length);
            int end = start + (int) length;
            int invalid = Utf8.firstInvalid(in.bytes(), start, end);
            if (invalid >= 0) {
                throw AvroProblem.malformed(
                        String.format("the byte 0x%02X in a string is not valid UTF-8", in.bytes()[invalid]));
            }
            if (!parser.parse(in.bytes(), start, end, out)) {
                throw AvroProblem.refused("'"
                        + new String(in.bytes(), start, Math.min(end - start, 40), StandardCharsets.UTF_8)
                        + "' is not a value of type " + target);
            }
        };
    }

    static Decoder ofFixed(AvroSchema.Fixed fixed, Type target) {
        int size = fixed.size();
        Annotation annotation = fixed.annotation();
        Decoder decoder = switch (annotation.logical()) {
            case UUID -> target == Type.UUID ? ScalarDecoders::uuid : null;
            case DURATION ->
                target == Type.INTERVAL
                        ? (in, out) ->
                                ((BytesColumn.Builder) out).append(TimeDecoders.duration(in.bytes(), in.take(size)))
                        : null;
            case DECIMAL -> fixedDecimal(size, annotation.scale(), target);
            default ->
                target == Type.BINARY
                        ? (in, out) -> ((BytesColumn.Builder) out).append(in.bytes(), in.take(size), size)
                        : null;
        };
        return require(decoder, fixed, target);
    }

    private static void uuid(AvroInput in, ColumnBuilder out) {
        int start = in.take(2 * Long.BYTES);
        int middle = start + Long.BYTES;
        ((Int128Column.Builder) out)
                .append(
                        Decimals.bigEndian(in.bytes(), start, middle, 0),
                        Decimals.bigEndian(in.bytes(), middle, middle + Long.BYTES, 0));
    }

    private static Decoder fixedDecimal(int size, int scale, Type target) {
        return switch (target) {
            case Type.Decimal decimal -> decimal(scale, decimal, in -> size);
            case Type.Simple.NUMERIC ->
                (in, out) -> ((BytesColumn.Builder) out).append(Decimals.text(in.bytes(), in.take(size), size, scale));
            default -> null;
        };
    }
}
