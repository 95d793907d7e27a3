package dev.sluice.connectors.sqlite.pages;

/**
 * What a record's header says of each value.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#record_format">Database File Format, 2.1</a>
 */
final class SerialType {
    static final int NULL = 0;
    static final int LONG = 6;
    static final int REAL = 7;
    static final int ZERO = 8;
    static final int ONE = 9;
    /** From here on even types are BLOBs, odd ones texts, and the rest is twice the length. */
    static final int FIRST_BLOB = 12;

    static final int FIRST_TEXT = 13;

    /** How long the values of the types below the first BLOB are. */
    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    /** The type of an integer with so many bits besides its sign. */
    private static final byte[] BY_BITS = new byte[Long.SIZE];

    static {
        int bits = 0;
        for (byte type = 1; type <= LONG; type++) {
            while (bits < LENGTHS[type] * Byte.SIZE) {
                BY_BITS[bits++] = type;
            }
        }
    }

    private SerialType() {}

    /** How many bytes a value takes. */
    static int length(int type) {
        return type >= FIRST_BLOB ? type - FIRST_BLOB >> 1 : LENGTHS[type];
    }

    static boolean isText(int type) {
        return (type & 1) == 1;
    }

    /** The type SQLite stores an integer as: the shortest. */
    static int ofInteger(long value) {
        if ((value & 1) == value) {
            return ZERO + (int) value;
        }
        return BY_BITS[Long.SIZE - Long.numberOfLeadingZeros(value ^ value >> Long.SIZE - 1)];
    }
}
