package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.text.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Text within a line of LOAD DATA: a backslash goes before backslashes, tabs and line feeds. */
final class LineEscape {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    private static final long TABS = ONES * '\t';
    private static final long LINE_FEEDS = ONES * '\n';

    private LineEscape() {}

    static void write(ByteSink out, byte[] source, int from, int length) {
        int end = from + length;
        int special = firstSpecial(source, from, end);
        if (special == end) {
            out.write(source, from, length);
            return;
        }
        byte[] target = out.reserve(2 * length);
        int at = out.length();
        System.arraycopy(source, from, target, at, special - from);
        at += special - from;
        for (int i = special; i < end; i++) {
            byte next = source[i];
            if (next == '\\' || next == '\t' || next == '\n') {
                target[at++] = '\\';
            }
            target[at++] = next;
        }
        out.setLength(at);
    }

    /** Eight bytes at a time: a byte of the exclusive or is zero where the text has what is looked for. */
    private static int firstSpecial(byte[] source, int from, int end) {
        int i = from;
        while (i + Long.BYTES <= end) {
            long eight = (long) LONG.get(source, i);
            if ((zeros(eight ^ BACKSLASHES) | zeros(eight ^ TABS) | zeros(eight ^ LINE_FEEDS)) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < end && source[i] != '\\' && source[i] != '\t' && source[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Not zero where a byte is zero (and maybe for bytes above it, which is looked at again). */
    private static long zeros(long eight) {
        return eight - ONES & ~eight & HIGH_BITS;
    }
}
