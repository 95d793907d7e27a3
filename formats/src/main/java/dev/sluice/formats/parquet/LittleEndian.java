package dev.sluice.formats.parquet;

import dev.sluice.spi.text.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in the byte order of Parquet. */
final class LittleEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static void putInt(byte[] target, int at, int value) {
        INTS.set(target, at, value);
    }

    static void putLong(byte[] target, int at, long value) {
        LONGS.set(target, at, value);
    }

    static long getLong(byte[] source, int at) {
        return (long) LONGS.get(source, at);
    }

    static int getInt(byte[] source, int at) {
        return (int) INTS.get(source, at);
    }

    static void append(ByteSink out, int value) {
        putInt(out.reserve(Integer.BYTES), out.length(), value);
        out.setLength(out.length() + Integer.BYTES);
    }

    /** The lowest {@code width} bytes of a value. */
    static byte[] bytes(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }
}
