package dev.sluice.connectors.sqlite.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in bytes, the highest byte first. */
final class BigEndian {
    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);

    private BigEndian() {}

    private static VarHandle handle(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }

    /** Two bytes without a sign. */
    static int getShort(byte[] in, int at) {
        return (short) SHORT.get(in, at) & 0xFFFF;
    }

    static int getInt(byte[] in, int at) {
        return (int) INT.get(in, at);
    }

    static double getDouble(byte[] in, int at) {
        return Double.longBitsToDouble((long) LONG.get(in, at));
    }

    static void putShort(byte[] out, int at, int value) {
        SHORT.set(out, at, (short) value);
    }

    static void putInt(byte[] out, int at, int value) {
        INT.set(out, at, value);
    }

    static void putDouble(byte[] out, int at, double value) {
        LONG.set(out, at, Double.doubleToRawLongBits(value));
    }
}
