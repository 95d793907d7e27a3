package dev.sluice.formats.avro;

import dev.sluice.formats.avro.AvroSchema.Logical;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.text.TemporalText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;

/** Decoders of times, timestamps and durations. */
final class TimeDecoders {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_MILLI = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private TimeDecoders() {}

    static Decoder time(Logical logical) {
        long nanosPerUnit = logical == Logical.TIME_MILLIS ? NANOS_PER_MILLI : NANOS_PER_MICRO;
        return logical != Logical.TIME_MILLIS && logical != Logical.TIME_MICROS
                ? null
                : (in, out) -> {
                    long value = in.readLong();
                    if (value < 0 || value > TemporalText.NANOS_PER_DAY / nanosPerUnit) {
                        throw AvroProblem.refused("the number " + value + " is no time of a day");
                    }
                    ((LongColumn.Builder) out).append(value * nanosPerUnit);
                };
    }

    static Decoder timestamp(Logical logical, int digits) {
        return switch (logical) {
            case TIMESTAMP_MILLIS, LOCAL_TIMESTAMP_MILLIS -> micros(digits, MICROS_PER_MILLI);
            case TIMESTAMP_MICROS, LOCAL_TIMESTAMP_MICROS -> micros(digits, 1);
            case TIMESTAMP_NANOS, LOCAL_TIMESTAMP_NANOS ->
                digits <= 6
                        ? null
                        : (in, out) -> {
                            long nanos = in.readLong();
                            ((NanoTimestampColumn.Builder) out).append(Math.floorDiv(nanos, NANOS_PER_MICRO), (int)
                                    Math.floorMod(nanos, NANOS_PER_MICRO));
                        };
            default -> null;
        };
    }

    private static Decoder micros(int digits, long microsPerUnit) {
        long most = Long.MAX_VALUE / microsPerUnit;
        return (in, out) -> {
            long value = in.readLong();
            if (value > most || value < -most) {
                throw AvroProblem.refused("the timestamp " + value + " is out of range");
            }
            if (digits <= 6) {
                ((LongColumn.Builder) out).append(value * microsPerUnit);
            } else {
                ((NanoTimestampColumn.Builder) out).append(value * microsPerUnit, 0);
            }
        };
    }

    /** Months, days and milliseconds, unsigned, as an ISO-8601 duration. */
    static String duration(byte[] bytes, int at) {
        long months = Integer.toUnsignedLong((int) INT.get(bytes, at));
        long days = Integer.toUnsignedLong((int) INT.get(bytes, at + Integer.BYTES));
        long millis = Integer.toUnsignedLong((int) INT.get(bytes, at + 2 * Integer.BYTES));
        StringBuilder text = new StringBuilder("P");
        if (months > 0) {
            text.append(months).append('M');
        }
        if (days > 0) {
            text.append(days).append('D');
        }
        if (millis > 0 || text.length() == 1) {
            text.append('T').append(seconds(millis)).append('S');
        }
        return text.toString();
    }

    private static String seconds(long millis) {
        return millis == 0
                ? "0"
                : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
