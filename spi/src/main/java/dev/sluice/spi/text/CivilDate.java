package dev.sluice.spi.text;

/**
 * Days since 1970-01-01 against year, month and day of the proleptic Gregorian calendar, without objects. After Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
public final class CivilDate {
    private static final int DAYS_PER_ERA = 146_097;
    private static final int DAYS_FROM_MARCH_0000 = 719_468;

    private CivilDate() {}

    /** Year, month and day in one long, to be taken apart by {@link #year}, {@link #month} and {@link #day}. */
    public static long ofEpochDay(long epochDay) {
        long shifted = epochDay + DAYS_FROM_MARCH_0000;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 16 | (long) month << 8 | day;
    }

    public static int year(long civil) {
        return (int) (civil >> 16);
    }

    public static int month(long civil) {
        return (int) (civil >> 8) & 0xFF;
    }

    public static int day(long civil) {
        return (int) civil & 0xFF;
    }

    /** The inverse; the date must be valid. */
    public static long toEpochDay(int year, int month, int day) {
        int januaryOrFebruary = (month - 3) >> 31;
        int shiftedYear = year + januaryOrFebruary;
        int dayOfYear = (153 * (month - 3 + (12 & januaryOrFebruary)) + 2) / 5 + day - 1;
        if (shiftedYear >= 0) {
            int century = shiftedYear / 100;
            return 365L * shiftedYear
                    + (shiftedYear >> 2)
                    - century
                    + (century >> 2)
                    + dayOfYear
                    - DAYS_FROM_MARCH_0000;
        }
        int era = Math.floorDiv(shiftedYear, 400);
        int yearOfEra = shiftedYear - era * 400;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (long) era * DAYS_PER_ERA + dayOfEra - DAYS_FROM_MARCH_0000;
    }

    public static boolean isValid(int year, int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysOfMonth(year, month));
    }

    private static int daysOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }
}
