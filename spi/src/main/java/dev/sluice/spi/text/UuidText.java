package dev.sluice.spi.text;

import dev.sluice.spi.data.Int128Column;

/** UUIDs in the canonical form: 36 characters, lower case. */
public final class UuidText {
    private static final int LENGTH = 36;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private UuidText() {}

    public static void append(ByteSink out, long high, long low) {
        byte[] target = out.reserve(LENGTH);
        int position = out.length();
        for (int nibble = 0; nibble < 32; nibble++) {
            if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) {
                target[position++] = '-';
            }
            long half = nibble < 16 ? high : low;
            target[position++] = HEX[(int) (half >>> (60 - 4 * (nibble & 15))) & 15];
        }
        out.setLength(position);
    }

    /** Appends the UUID in {@code bytes[from … to)}, upper or lower case; false, with nothing appended, if it is none. */
    public static boolean parse(byte[] bytes, int from, int to, Int128Column.Builder out) {
        if (to - from != LENGTH) {
            return false;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            byte next = bytes[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                if (next != '-') {
                    return false;
                }
                continue;
            }
            int nibble = Character.digit(next, 16);
            if (nibble < 0) {
                return false;
            }
            if (i < 18) {
                high = high << 4 | nibble;
            } else {
                low = low << 4 | nibble;
            }
        }
        out.append(high, low);
        return true;
    }
}
