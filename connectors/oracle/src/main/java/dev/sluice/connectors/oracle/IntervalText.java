package dev.sluice.connectors.oracle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Oracle's intervals as ISO-8601 durations. */
final class IntervalText {
    private static final Pattern MONTHS = Pattern.compile("([+-]?)(\\d+)-(\\d+)");
    private static final Pattern SECONDS = Pattern.compile("([+-]?)(\\d+) (\\d+):(\\d+):(\\d+)(?:\\.(\\d*?)0*)?");

    private IntervalText() {}

    /**
     * Turns {@code +02-03} into {@code P2Y3M}, and {@code -3 4:5:6.7} into {@code P-3DT-4H-5M-6.7S}.
     *
     * @return null where the text is no interval
     */
    static String toIso(String text) {
        Matcher months = MONTHS.matcher(text.strip());
        if (months.matches()) {
            String sign = sign(months);
            String iso = "P" + part(sign, months.group(2), "Y") + part(sign, months.group(3), "M");
            return iso.length() == 1 ? "PT0S" : iso;
        }
        Matcher seconds = SECONDS.matcher(text.strip());
        if (!seconds.matches()) {
            return null;
        }
        String sign = sign(seconds);
        String fraction = seconds.group(6) == null || seconds.group(6).isEmpty() ? "" : "." + seconds.group(6);
        String time = part(sign, seconds.group(3), "H")
                + part(sign, seconds.group(4), "M")
                + secondsPart(sign, seconds.group(5), fraction);
        String iso = "P" + part(sign, seconds.group(2), "D") + (time.isEmpty() ? "" : "T" + time);
        return iso.length() == 1 ? "PT0S" : iso;
    }

    private static String sign(Matcher matcher) {
        return matcher.group(1).equals("-") ? "-" : "";
    }

    private static String part(String sign, String digits, String unit) {
        long number = Long.parseLong(digits);
        return number == 0 ? "" : sign + number + unit;
    }

    private static String secondsPart(String sign, String digits, String fraction) {
        long number = Long.parseLong(digits);
        return number == 0 && fraction.isEmpty() ? "" : sign + number + fraction + "S";
    }
}
