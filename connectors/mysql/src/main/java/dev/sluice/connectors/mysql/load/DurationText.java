package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.text.ByteSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** A duration as MySQL's TIME: {@code PT-100H-1.5S} is {@code -100:00:01.500000}. */
final class DurationText {
    private static final int NANO_DIGITS = 9;

    private DurationText() {}

    /**
     * Writes an ISO-8601 duration.
     *
     * @param digits of the second that the column has; the server would round more away
     * @return false where it isn't one of days and shorter units, or has more digits
     */
    static boolean append(ByteSink out, byte[] bytes, int from, int length, int digits) {
        Duration duration;
        try {
            duration = Duration.parse(new String(bytes, from, length, StandardCharsets.US_ASCII));
        } catch (DateTimeParseException e) {
            return false;
        }
        if (duration.isNegative()) {
            out.write('-');
            duration = duration.negated();
        }
        out.writeAscii(duration.toHours() + ":" + duration.toMinutesPart() + ":" + duration.toSecondsPart());
        String fraction = String.format(Locale.ROOT, "%0" + NANO_DIGITS + "d", duration.toNanosPart())
                .replaceFirst("0+$", "");
        out.writeAscii(fraction.isEmpty() ? "" : "." + fraction);
        return fraction.length() <= digits;
    }
}
