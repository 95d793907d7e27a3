package dev.sluice.engine.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Mixes bits: the finalizer of SplitMix64 (Steele, Lea, Flood 2014), and a hash of bytes made of it. */
final class Mixing {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Mixing() {}

    static long mix(long bits) {
        long z = bits + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    static long mix(long seed, long bits) {
        return mix(Long.rotateLeft(seed, 29) * GOLDEN ^ bits);
    }

    static long mix(long seed, byte[] bytes, int from, int length) {
        long hash = mix(seed, length);
        int at = from;
        int end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, at));
        }
        if (at < end) {
            long rest = 0;
            for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
                rest |= (bytes[at] & 0xFFL) << shift;
            }
            hash = mix(hash, rest);
        }
        return hash;
    }
}
