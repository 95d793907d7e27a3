package dev.sluice.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleDigitsTest {
    private static boolean areKept(String text) {
        byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);
        return DoubleDigits.areKept(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.000e999",
                "0.1",
                "-123456789012345",
                "9007199254740992",
                "1.50000000000000000000",
                "4.9E-324",
                "5e-324",
                "0.10000000000000001",
                "1.0000000000000001e-05",
                "2.2250738585072014E-308",
                "1.7976931348623157e+308",
                "100000000000000000000000",
                "NaN",
                "-Infinity"
            })
    void aDoubleGivesTheNumberBack(String number) {
        assertThat(areKept(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993", "123456789.123456789123", "0.1234567890123456789e1", "1e-400", "-1e400",
                "1e99999999999999999999", "1e-99999999999999999999", "1.5e-324", "1.2345e-320", "0.12345678901234567890"
            })
    void aDoubleHoldsAnotherNumber(String number) {
        assertThat(areKept(number)).isFalse();
    }

    private static boolean isNearest(BigDecimal number, double value) {
        BigDecimal off = new BigDecimal(value).subtract(number).abs();
        int half = off.add(off).compareTo(number.ulp());
        // between two numbers it is written as the even one
        boolean even = !number.unscaledValue().testBit(0);
        boolean nearest = half < 0 || half == 0 && even;
        return number.signum() == 0 || value != 0 && number.precision() <= 17 && nearest;
    }

    @Test
    void numbersOfAnyLengthAreKeptWhereTheDoubleIsTheNearestNumberOfAsManyDigits() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            String digits = new BigDecimal(new java.math.BigInteger(1 + random.nextInt(70), random), random.nextInt(30))
                    .toPlainString();
            int exponent = random.nextInt(8) > 0 ? random.nextInt(40) - 20 : random.nextInt(800) - 400;
            String number = random.nextBoolean() ? digits : digits + "e" + exponent;
            double value = Double.parseDouble(number);
            boolean same = Double.isFinite(value) && isNearest(new BigDecimal(number).stripTrailingZeros(), value);
            assertThat(areKept(number)).as(number).isEqualTo(same);
            assertThat(areKept(Double.toString(Double.longBitsToDouble(random.nextLong()))))
                    .isTrue();
        }
    }
}
