package dev.sluice.testkit.data;

import static dev.sluice.testkit.data.TypeMatrix.sample;

import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Booleans and numbers. */
final class NumberSamples {
    static final List<TypeMatrix.Sample> ALL = List.of(
            sample("a_boolean", Type.BOOLEAN, true, false),
            sample("an_int8", Type.INT8, -128, -1, 0, 1, 127),
            sample("an_int16", Type.INT16, -32_768, -1, 0, 1, 128, 32_767),
            sample("an_int32", Type.INT32, Integer.MIN_VALUE, -1, 0, 1, 65_536, Integer.MAX_VALUE),
            sample("an_int64", Type.INT64, Long.MIN_VALUE, -1L, 0L, 1L, 1L << 32, (1L << 53) + 1, Long.MAX_VALUE),
            sample(
                    "a_float32",
                    Type.FLOAT32,
                    0.0f,
                    -0.0f,
                    0.1f,
                    16_777_216.0f,
                    Float.MIN_VALUE,
                    Float.MIN_NORMAL,
                    Float.MAX_VALUE,
                    -Float.MAX_VALUE,
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY),
            sample(
                    "a_float64",
                    Type.FLOAT64,
                    0.0,
                    -0.0,
                    0.1,
                    1.0 / 3,
                    9_007_199_254_740_993.0,
                    Double.MIN_VALUE,
                    Double.MIN_NORMAL,
                    Double.MAX_VALUE,
                    -Double.MAX_VALUE,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY),
            decimal("a_small_decimal", 5, 2),
            decimal("a_whole_decimal", 9, 0),
            decimal("a_long_decimal", 18, 4),
            decimal("a_fraction", 10, 10),
            decimal("an_unsigned_int64", 20, 0, "18446744073709551615", "9223372036854775808"),
            decimal("a_wide_decimal", 38, 10, "12345678901234567890.0123456789"),
            decimal("a_widest_integer", 38, 0),
            sample(
                    "a_numeric",
                    Type.NUMERIC,
                    "0",
                    "-1",
                    "10.50",
                    "0.1",
                    "0.10",
                    "100000",
                    "0.00000000000000000000000000000000000000000001",
                    "-99999999999999999999999999999999999999999999999999.999999999999",
                    "NaN",
                    "Infinity",
                    "-Infinity"));

    private NumberSamples() {}

    /** Zero, one, minus one unit of the last place, the extremes of a precision and scale, and more. */
    private static TypeMatrix.Sample decimal(String name, int precision, int scale, String... more) {
        BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        Stream<BigDecimal> limits = Stream.of(
                new BigDecimal(BigInteger.ZERO, scale),
                new BigDecimal(BigInteger.ONE, scale),
                new BigDecimal(BigInteger.ONE.negate(), scale),
                new BigDecimal(largest, scale),
                new BigDecimal(largest.negate(), scale));
        Stream<BigDecimal> others = Stream.of(more).map(BigDecimal::new);
        return new TypeMatrix.Sample(
                name,
                new Type.Decimal(precision, scale),
                Stream.concat(limits, others).map(Object.class::cast).toList());
    }
}
