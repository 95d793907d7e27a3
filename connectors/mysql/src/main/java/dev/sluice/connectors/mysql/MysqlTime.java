package dev.sluice.connectors.mysql;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** MySQL's TIME is a duration of up to 838 hours: {@code -838:59:59.000000} is {@code PT-838H-59M-59S}. */
final class MysqlTime {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private MysqlTime() {}

    static boolean parse(byte[] bytes, int from, int to, ColumnBuilder out) {
        boolean negative = from < to && bytes[from] == '-';
        String[] parts = new String(
                        bytes, negative ? from + 1 : from, to - (negative ? from + 1 : from), StandardCharsets.US_ASCII)
                .split("[:.]");
        if (parts.length < 3) {
            return false;
        }
        long seconds = (Long.parseLong(parts[0]) * MINUTES_PER_HOUR + Long.parseLong(parts[1])) * SECONDS_PER_MINUTE
                + Long.parseLong(parts[2]);
        long nanos = parts.length > 3 ? Long.parseLong((parts[3] + "000000000").substring(0, 9)) : 0;
        Duration duration = Duration.ofSeconds(seconds, nanos);
        ((BytesColumn.Builder) out).append((negative ? duration.negated() : duration).toString());
        return true;
    }
}
