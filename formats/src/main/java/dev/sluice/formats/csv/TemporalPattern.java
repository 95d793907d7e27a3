package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dates and times in a pattern of {@link java.time.format.DateTimeFormatter}'s letters, compiled to a few steps over bytes:
 * {@code yyyy M MM d dd H HH h hh a m mm s ss S… X XX XXX}, English {@code MMM} and {@code MMMM}, and texts in quotes. One
 * letter takes one or two digits, two letters take two. Two-digit years are left out on purpose: nobody can tell their century.
 */
final class TemporalPattern implements Rewriter {
    private static final String LETTERS =
            "yyyy, M, MM, MMM, MMMM, d, dd, H, HH, h, hh, a, m, mm, s, ss, S to SSSSSSSSS,"
                    + " X, XX, XXX, and text in single quotes";
    private static final String[] MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final int SHORT_NAME = 3;
    private static final int HOURS_OF_HALF_DAY = 12;
    private static final String FIELDS = "yMdHmsSXha";

    /** A run of one letter, or a literal byte where the count is 0. */
    private record Step(char letter, int count) {}

    private final List<Step> steps;
    private final boolean hasDate;
    private final boolean hasTime;
    private final int[] values = new int[128];
    private int fractionFrom;
    private int fractionTo;
    private int offsetFrom;
    private int offsetTo;

    private TemporalPattern(List<Step> steps, boolean hasDate, boolean hasTime) {
        this.steps = steps;
        this.hasDate = hasDate;
        this.hasTime = hasTime;
    }

    /**
     * Compiles a pattern.
     *
     * @param option for messages
     * @param date whether it must say year, month and day, or else none of them
     * @param time whether it must say at least hour and minute, or else none of them
     */
    static TemporalPattern of(String option, String pattern, boolean date, boolean time) {
        List<Step> steps = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); ) {
            char letter = pattern.charAt(i);
            int count = 1;
            if (letter == '\'' && (i + 1 == pattern.length() || pattern.charAt(i + 1) != '\'')) {
                quoted = !quoted;
            } else if (quoted || !Character.isLetter(letter)) {
                i += letter == '\'' ? 1 : 0;
                requireAscii(option, letter);
                steps.add(new Step(letter, 0));
            } else {
                while (i + count < pattern.length() && pattern.charAt(i + count) == letter) {
                    count++;
                }
                if (!isKnown(letter, count)) {
                    throw invalid(
                            option,
                            pattern,
                            "'" + pattern.substring(i, i + count) + "' is not known; known are " + LETTERS);
                }
                steps.add(new Step(letter, count));
            }
            i += count;
        }
        requireFields(option, pattern, steps, date, time);
        return new TemporalPattern(steps, date, time);
    }

    private static void requireAscii(String option, char literal) {
        if (literal > 126) {
            throw Dialect.invalid(option + ": '" + literal + "' is not ASCII");
        }
    }

    private static boolean isKnown(char letter, int count) {
        return switch (letter) {
            case 'y' -> count == 4;
            case 'M' -> count <= 4;
            case 'd', 'H', 'h', 'm', 's' -> count <= 2;
            case 'S' -> count <= 9;
            case 'a' -> count == 1;
            case 'X' -> count <= 3;
            default -> false;
        };
    }

    private static void requireFields(String option, String pattern, List<Step> steps, boolean date, boolean time) {
        int[] counts = new int[128];
        steps.stream().filter(step -> step.count > 0).forEach(step -> counts[step.letter]++);
        for (char letter : FIELDS.toCharArray()) {
            if (counts[letter] > 1) {
                throw invalid(option, pattern, "'" + letter + "' may come once only");
            }
        }
        if (date != (counts['y'] > 0) || date != (counts['M'] > 0) || date != (counts['d'] > 0)) {
            throw invalid(option, pattern, date ? "year (yyyy), month and day are needed" : "a time has no date");
        }
        boolean hour = counts['H'] > 0 || counts['h'] > 0;
        if (time && (!hour || counts['m'] == 0) || !time && hour) {
            throw invalid(option, pattern, time ? "hour and minute are needed" : "a date has no time");
        }
        if (counts['h'] != counts['a'] || counts['H'] + counts['h'] > 1) {
            throw invalid(option, pattern, "hours are HH, or hh together with a (AM or PM)");
        }
    }

    private static RuntimeException invalid(String option, String pattern, String problem) {
        return Dialect.invalid(option + ": '" + pattern + "': " + problem);
    }

    @Override
    public boolean rewrite(byte[] data, int from, int to, ByteSink out) {
        Arrays.fill(values, 0);
        fractionTo = 0;
        offsetTo = 0;
        int position = from;
        for (Step step : steps) {
            position = take(step, data, position, to);
            if (position < 0) {
                return false;
            }
        }
        if (position != to || !toFullDay()) {
            return false;
        }
        write(data, out);
        return true;
    }

    /** Takes what a step says; returns where it ends, or -1. */
    private int take(Step step, byte[] data, int at, int to) {
        if (step.count == 0) {
            return at < to && data[at] == step.letter ? at + 1 : -1;
        }
        return switch (step.letter) {
            case 'y' -> number('y', data, at, to, 4, 4);
            case 'M' -> step.count > 2 ? monthName(data, at, to, step.count > SHORT_NAME) : number(step, data, at, to);
            case 'S' -> fraction(data, at, to, step.count);
            case 'a' -> halfDay(data, at, to);
            case 'X' -> offset(data, at, to, step.count);
            default -> number(step, data, at, to);
        };
    }

    private int number(Step step, byte[] data, int at, int to) {
        return number(step.letter, data, at, to, step.count, 2);
    }

    private int number(char letter, byte[] data, int at, int to, int least, int most) {
        int position = at;
        int value = 0;
        while (position < to && position - at < most && isDigit(data[position])) {
            value = value * 10 + data[position++] - '0';
        }
        values[letter] = value;
        return position - at < least ? -1 : position;
    }

    private static boolean isDigit(byte next) {
        return next >= '0' && next <= '9';
    }

    private int fraction(byte[] data, int at, int to, int digits) {
        for (int i = at; i < at + digits; i++) {
            if (i >= to || !isDigit(data[i])) {
                return -1;
            }
        }
        fractionFrom = at;
        fractionTo = at + digits;
        return fractionTo;
    }

    private int monthName(byte[] data, int at, int to, boolean full) {
        for (int month = 0; month < MONTHS.length; month++) {
            int length = full ? MONTHS[month].length() : SHORT_NAME;
            if (at + length <= to && isName(data, at, MONTHS[month], length)) {
                values['M'] = month + 1;
                return at + length;
            }
        }
        return -1;
    }

    private static boolean isName(byte[] data, int at, String name, int length) {
        for (int i = 0; i < length; i++) {
            if ((data[at + i] | 0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int halfDay(byte[] data, int at, int to) {
        if (at + 2 > to || !isName(data, at, "am", 2) && !isName(data, at, "pm", 2)) {
            return -1;
        }
        values['a'] = isName(data, at, "pm", 2) ? 2 : 1;
        return at + 2;
    }

    /** {@code Z}, {@code +hh}, {@code +hhmm} or {@code +hh:mm}. */
    private int offset(byte[] data, int at, int to, int count) {
        offsetFrom = at;
        if (at < to && data[at] == 'Z') {
            offsetTo = at + 1;
            return offsetTo;
        }
        int hours = at + 1;
        int end = hours;
        if (at < to && (data[at] == '+' || data[at] == '-')) {
            end = number('X', data, hours, to, 2, 2);
            boolean minutes = end > 0 && (count > 1 || end < to && isDigit(data[end]));
            if (minutes && count == 3) {
                end = end < to && data[end] == ':' ? end + 1 : -1;
            }
            end = minutes && end > 0 ? number('X', data, end, to, 2, 2) : end;
            offsetTo = end;
            return end;
        }
        return -1;
    }

    /** Turns hours of a half day into those of a day. */
    private boolean toFullDay() {
        int hour = values['h'];
        if (values['a'] == 0) {
            return true;
        }
        values['H'] = hour % HOURS_OF_HALF_DAY + (values['a'] == 2 ? HOURS_OF_HALF_DAY : 0);
        return hour >= 1 && hour <= HOURS_OF_HALF_DAY;
    }

    private void write(byte[] data, ByteSink out) {
        if (hasDate) {
            write(values['y'], 4, out);
            out.write('-');
            write(values['M'], 2, out);
            out.write('-');
            write(values['d'], 2, out);
        }
        if (hasDate && hasTime) {
            out.write('T');
        }
        if (hasTime) {
            write(values['H'], 2, out);
            out.write(':');
            write(values['m'], 2, out);
            out.write(':');
            write(values['s'], 2, out);
            if (fractionTo > 0) {
                out.write('.');
                out.write(data, fractionFrom, fractionTo - fractionFrom);
            }
            writeOffset(data, out);
        }
    }

    private void writeOffset(byte[] data, ByteSink out) {
        if (offsetTo == 0) {
            return;
        }
        if (data[offsetFrom] == 'Z') {
            out.write('Z');
            return;
        }
        out.write(data, offsetFrom, 3);
        out.write(':');
        if (offsetTo - offsetFrom > 3) {
            out.write(data, offsetTo - 2, 2);
        } else {
            out.writeAscii("00");
        }
    }

    private static void write(int value, int digits, ByteSink out) {
        int power = digits == 4 ? 1000 : 10;
        for (int rest = value; power > 0; power /= 10) {
            out.write('0' + rest / power);
            rest %= power;
        }
    }
}
