package dev.sluice.spi.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The position of the first byte in {@code bytes[from … to)} that isn't part of a character, or -1. */
    public static int firstInvalid(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to) {
            while (position + Long.BYTES <= to && ((long) LONGS.get(bytes, position) & HIGH_BITS) == 0) {
                position += Long.BYTES;
            }
            if (position == to) {
                break;
            }
            int length = bytes[position] >= 0 ? 1 : characterLength(bytes, position, to);
            if (length == 0) {
                return position;
            }
            position += length;
        }
        return -1;
    }

    /** The length of the multi-byte character at a position, or 0 where there is none. */
    private static int characterLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
