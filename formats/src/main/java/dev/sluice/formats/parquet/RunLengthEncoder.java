package dev.sluice.formats.parquet;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;

/**
 * The RLE / bit-packing hybrid of the Parquet format, for levels and dictionary indices: runs of at least eight equal
 * values as length and value, anything else packed in groups of eight.
 */
final class RunLengthEncoder {
    /** Slots that must follow the values in an array to encode. */
    static final int PADDING = 7;

    private static final int GROUP = 8;

    private RunLengthEncoder() {}

    /** The bits that values up to {@code max} need; at least 1, since not every reader takes 0. */
    static int bitWidth(int max) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(max));
    }

    /**
     * Encodes the first {@code count} values.
     *
     * @param values has room for {@link #PADDING} more, which is overwritten
     */
    static void encode(int[] values, int count, int width, ByteSink out) {
        Arrays.fill(values, count, count + PADDING, 0);
        int at = 0;
        while (at < count) {
            int run = runLength(values, at, count);
            if (run >= GROUP) {
                repeat(values[at], run, width, out);
                at += run;
            } else {
                int start = at;
                do {
                    at += GROUP;
                } while (at < count && !startsRun(values, at, count));
                pack(values, start, (at - start) / GROUP, width, out);
            }
        }
    }

    /** Encodes one value, {@code count} times over. */
    static void repeat(int value, int count, int width, ByteSink out) {
        varint((long) count << 1, out);
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
    }

    private static int runLength(int[] values, int from, int to) {
        int first = values[from];
        int end = from + 1;
        while (end < to && values[end] == first) {
            end++;
        }
        return end - from;
    }

    private static boolean startsRun(int[] values, int from, int to) {
        if (to - from < GROUP) {
            return false;
        }
        int first = values[from];
        for (int i = from + 1; i < from + GROUP; i++) {
            if (values[i] != first) {
                return false;
            }
        }
        return true;
    }

    private static void pack(int[] values, int from, int groups, int width, ByteSink out) {
        varint((long) groups << 1 | 1, out);
        int bytes = groups * width;
        byte[] target = out.reserve(bytes + Integer.BYTES);
        int position = out.length();
        long pending = 0;
        int bits = 0;
        for (int i = from; i < from + groups * GROUP; i++) {
            pending |= (long) values[i] << bits;
            bits += width;
            if (bits >= Integer.SIZE) {
                LittleEndian.putInt(target, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                bits -= Integer.SIZE;
            }
        }
        for (; bits > 0; bits -= Byte.SIZE) {
            target[position++] = (byte) pending;
            pending >>>= Byte.SIZE;
        }
        out.setLength(out.length() + bytes);
    }

    private static void varint(long value, ByteSink out) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) rest | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
