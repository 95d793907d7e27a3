package dev.sluice.connectors.oracle.load;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of numbers keeps that rounds others in silence: {@code FLOAT(n)} to so many bits, {@code NUMBER(p,-s)} to tens
 * and hundreds. Too many digits before the point are an error by themselves.
 *
 * @param digits it keeps at most
 * @param places it keeps after the point, below zero for those before it that are zeros
 */
public record NumberLimits(int digits, int places) {
    private static final Pattern FLOAT = Pattern.compile("FLOAT\\((\\d+)\\)");
    private static final Pattern BEFORE_THE_POINT = Pattern.compile("NUMBER\\((?:\\d+|\\*),(-\\d+)\\)");
    private static final int MOST_BITS = 126;
    private static final int MOST_DIGITS = 38;
    /** By which Oracle counts. */
    private static final double DIGITS_PER_BIT = 0.30103;

    /** Empty for a column that keeps every number that Oracle has, or says which it doesn't. */
    public static Optional<NumberLimits> of(String nativeType) {
        Matcher bits = FLOAT.matcher(nativeType);
        if (bits.matches()) {
            int count = Integer.parseInt(bits.group(1));
            return count < MOST_BITS
                    ? Optional.of(new NumberLimits((int) Math.ceil(count * DIGITS_PER_BIT), Integer.MAX_VALUE))
                    : Optional.empty();
        }
        Matcher scale = BEFORE_THE_POINT.matcher(nativeType);
        return scale.matches()
                ? Optional.of(new NumberLimits(MOST_DIGITS, Integer.parseInt(scale.group(1))))
                : Optional.empty();
    }

    /**
     * Whether a number is kept as it is.
     *
     * @param number without zeros at the end
     */
    public boolean hold(BigDecimal number) {
        return number.signum() == 0 || number.precision() <= digits && number.scale() <= places;
    }
}
