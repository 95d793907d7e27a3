package dev.sluice.formats.csv;

/**
 * Texts of numbers and dates that tend to come back, as they were written first: one long each, 0 where none was yet. They
 * are the process's, since a writer lives long enough for its own to be moved to the old generation, and there are many
 * writers. Threads may race: all of them would put the same.
 */
final class KnownTexts {
    /** Numbers from 0 to this, exclusive. */
    static final int NUMBERS = 8192;
    /** The largest scale at which the text of such a number fits a long. */
    static final int LARGEST_SCALE = 6;

    /** Dates from 1942 to 2031, as days since 1970. */
    static final int FIRST_DAY = -10_240;

    static final int DAYS = 32_768;

    private static final long[][] NUMBERS_BY_SCALE = new long[LARGEST_SCALE + 1][];
    private static long[] dates;

    private KnownTexts() {}

    /** By value; of no length where the scale is too large. */
    static synchronized long[] ofNumbers(int scale) {
        if (scale > LARGEST_SCALE) {
            return new long[0];
        }
        if (NUMBERS_BY_SCALE[scale] == null) {
            NUMBERS_BY_SCALE[scale] = new long[NUMBERS];
        }
        return NUMBERS_BY_SCALE[scale];
    }

    /** By days since {@link #FIRST_DAY}. */
    static synchronized long[] ofDates() {
        if (dates == null) {
            dates = new long[DAYS];
        }
        return dates;
    }
}
