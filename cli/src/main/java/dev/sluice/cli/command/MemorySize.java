package dev.sluice.cli.command;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as {@code --max-memory} takes them; the launcher reads the same spelling. */
final class MemorySize {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)(i?b)?");
    private static final long SMALLEST = 64L << 20;

    private MemorySize() {}

    /**
     * Bytes.
     *
     * @throws ConnectorException INVALID_CONFIGURATION
     */
    static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "--max-memory must be a size such as 512m or 2g, not '" + text + "'");
        }
        int power = " kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
        long bytes = Long.parseLong(matcher.group(1)) << (10 * power);
        if (bytes < SMALLEST) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "--max-memory must be at least 64m, not '" + text + "'");
        }
        return bytes;
    }
}
