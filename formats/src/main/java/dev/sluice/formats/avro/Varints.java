package dev.sluice.formats.avro;

import dev.sluice.spi.text.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes Avro's binary encoding of single values. */
final class Varints {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_BYTES = 10;

    private Varints() {}

    /** A number in the variable-length zig-zag encoding. */
    static void write(ByteSink out, long value) {
        long rest = value << 1 ^ value >> 63;
        byte[] target = out.reserve(MOST_BYTES);
        int position = out.length();
        while ((rest & ~0x7FL) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        out.setLength(position);
    }

    static void writeBytes(ByteSink out, byte[] bytes) {
        write(out, bytes.length);
        out.write(bytes);
    }

    static void writeFloat(ByteSink out, float value) {
        INT.set(out.reserve(Float.BYTES), out.length(), Float.floatToRawIntBits(value));
        out.setLength(out.length() + Float.BYTES);
    }

    static void writeDouble(ByteSink out, double value) {
        LONG.set(out.reserve(Double.BYTES), out.length(), Double.doubleToRawLongBits(value));
        out.setLength(out.length() + Double.BYTES);
    }
}
