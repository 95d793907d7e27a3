package dev.sluice.cli.output;

import java.time.Duration;
import java.util.Locale;

/** How numbers are shown to people: {@code 6,001,215}, {@code 754 MB}, {@code 4.2 s}. */
public final class Figures {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** A whole number with thousands separators. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with its noun: {@code 1 row}, {@code 2 rows}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** A size in powers of 1000, with three digits at most. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        if (unit == 0) {
            return count(bytes, "byte");
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** A duration: {@code 320 ms}, {@code 4.2 s}, {@code 2 min 05 s}, {@code 1 h 07 min}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /** Rows per second, short: {@code 1.4 M/s}, {@code 830 k/s}, {@code 12/s}. */
    public static String rate(long rows, Duration elapsed) {
        double perSecond = rows * 1000.0 / Math.max(1, elapsed.toMillis());
        if (perSecond >= 999_500) {
            return String.format(Locale.ROOT, "%.1f M/s", perSecond / 1_000_000);
        }
        if (perSecond >= 9_950) {
            return String.format(Locale.ROOT, "%.0f k/s", perSecond / 1000);
        }
        return count(Math.round(perSecond)) + "/s";
    }
}
