package dev.sluice.spi.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    private final Random random = new Random(11);

    @Test
    void aWholeNumberIsReadAsItWasPrinted() {
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(Texts.print(Type.INT64, value)).isEqualTo(Long.toString(value));
            assertThat(Texts.parse(Type.INT64, Long.toString(value))).isEqualTo(value);
        }
    }

    @Test
    void aWholeNumberIsPrintedWithAllItsDigits() {
        for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power, 10 * power - 1}) {
                assertThat(Texts.print(Type.INT64, value)).isEqualTo(Long.toString(value));
            }
        }
        assertThat(Texts.print(Type.INT64, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(Texts.print(Type.INT64, Long.MAX_VALUE)).isEqualTo("9223372036854775807");
    }

    @Test
    void aNumberIsPutIntoItsPlaceAndNowhereElse() {
        for (int i = 0; i < 100_000; i++) {
            long value = i < 4 ? Long.MIN_VALUE + i / 2 : random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(19);
            byte[] whole = "xxxxxxxxxxxxxxxxxxxxxxxxxx".getBytes(StandardCharsets.US_ASCII);
            byte[] decimal = whole.clone();
            IntegerText.put(whole, 2, IntegerText.length(value), value);
            DecimalText.put(decimal, 2, DecimalText.length(value, scale), value, scale);
            String plain = BigDecimal.valueOf(value, scale).toPlainString();
            assertThat(new String(whole, StandardCharsets.US_ASCII)).matches("xx" + value + "x+");
            assertThat(new String(decimal, StandardCharsets.US_ASCII)).matches("xx" + plain.replace(".", "\\.") + "x+");
        }
    }

    @Test
    void wholeNumbersKeepTheirBounds() {
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 99999999, 100000000, -99999999}) {
            assertThat(Texts.parse(Type.INT64, Long.toString(value))).isEqualTo(value);
        }
        for (String text : List.of("9223372036854775808", "-9223372036854775809", "99999999999999999999")) {
            assertThat(Texts.parse(Type.INT64, text)).as(text).isNull();
        }
        assertThat(Texts.parse(Type.INT8, "-128")).isEqualTo(-128);
        assertThat(Texts.parse(Type.INT8, "128")).isNull();
        assertThat(Texts.parse(Type.INT16, "32768")).isNull();
        assertThat(Texts.parse(Type.INT32, "-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(Texts.parse(Type.INT32, "2147483648")).isNull();
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (String text :
                List.of("", "-", "+1", " 1", "1 ", "1a", "a1", "--1", "1-1", "1.5", "0x1", "12345678:", "1/")) {
            assertThat(Texts.parse(Type.INT64, text)).as(text).isNull();
            assertThat(Texts.parse(Type.INT32, text)).as(text).isNull();
        }
        for (String text :
                List.of("", "-", ".", "-.", "+1.00", "1..0", "1.0.0", "1,00", "1e2", "NaN", "1.0a", "x1.00")) {
            assertThat(Texts.parse(new Type.Decimal(10, 2), text)).as(text).isNull();
            assertThat(Texts.parse(new Type.Decimal(30, 2), text)).as(text).isNull();
        }
    }

    @Test
    void everyCharacterThatIsNoDigitIsRefused() {
        for (char c = 0; c < 256; c++) {
            boolean digit = c >= '0' && c <= '9';
            assertThat(Texts.parse(Type.INT64, "123" + c + "567") != null).isEqualTo(digit);
            assertThat(Texts.parse(new Type.Decimal(18, 4), "12" + c + "4.1" + c + "34") != null)
                    .isEqualTo(digit);
        }
    }

    @Test
    void aDecimalIsReadAsItWasPrinted() {
        for (int precision = 1; precision <= 38; precision++) {
            for (int scale = 0; scale <= precision; scale++) {
                Type type = new Type.Decimal(precision, scale);
                BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
                for (int i = 0; i < 20; i++) {
                    BigInteger unscaled = i == 0
                            ? largest
                            : new BigInteger(largest.bitLength(), random).shiftRight(random.nextInt(precision * 3));
                    BigDecimal value = new BigDecimal(unscaled.min(largest), scale);
                    assertThat(Texts.print(type, value)).isEqualTo(value.toPlainString());
                    assertThat(Texts.parse(type, value.toPlainString())).isEqualTo(value);
                    assertThat(Texts.print(type, value.negate()))
                            .isEqualTo(value.negate().toPlainString());
                    assertThat(Texts.parse(type, value.negate().toPlainString()))
                            .isEqualTo(value.negate());
                }
                assertThat(Texts.parse(type, new BigDecimal(largest.add(BigInteger.ONE), scale).toPlainString()))
                        .isNull();
            }
        }
    }

    @Test
    void contract05ADecimalIsNeverRounded() {
        for (Type type : List.of(new Type.Decimal(10, 2), new Type.Decimal(30, 2))) {
            assertThat(Texts.parse(type, "1.005")).isNull();
            assertThat(Texts.parse(type, "1.0500")).isEqualTo(new BigDecimal("1.05"));
            assertThat(Texts.parse(type, "1")).isEqualTo(new BigDecimal("1.00"));
            assertThat(Texts.parse(type, "1.5")).isEqualTo(new BigDecimal("1.50"));
            assertThat(Texts.parse(type, ".5")).isEqualTo(new BigDecimal("0.50"));
            assertThat(Texts.parse(type, "-.25")).isEqualTo(new BigDecimal("-0.25"));
            assertThat(Texts.parse(type, "00000000000000000000000000000000000000000001.10"))
                    .isEqualTo(new BigDecimal("1.10"));
        }
    }

    @Test
    void floatingPointNumbersAreReadAsTheyWerePrinted() {
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            assertThat(Texts.parse(Type.FLOAT64, Texts.print(Type.FLOAT64, value)))
                    .isEqualTo(value);
            float small = Float.intBitsToFloat(random.nextInt());
            assertThat(Texts.parse(Type.FLOAT32, Texts.print(Type.FLOAT32, small)))
                    .isEqualTo(small);
        }
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0}) {
            assertThat(Texts.parse(Type.FLOAT64, Texts.print(Type.FLOAT64, value)))
                    .isEqualTo(value);
        }
    }

    @Test
    void aNumberTooLargeIsNotTakenForInfinity() {
        assertThat(Texts.parse(Type.FLOAT64, "1e309")).isNull();
        assertThat(Texts.parse(Type.FLOAT64, "-1e309")).isNull();
        assertThat(Texts.parse(Type.FLOAT32, "3.5e38")).isNull();
        assertThat(Texts.parse(Type.FLOAT64, "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void numericKeepsItsDigitsAndRefusesAbsurdExponents() {
        assertThat(Texts.parse(Type.NUMERIC, "10.500")).isEqualTo("10.500");
        assertThat(Texts.parse(Type.NUMERIC, "1e3")).isEqualTo("1000");
        assertThat(Texts.parse(Type.NUMERIC, "NaN")).isEqualTo("NaN");
        assertThat(Texts.parse(Type.NUMERIC, "1e999999999")).isNull();
        assertThat(Texts.parse(Type.NUMERIC, "1e99999999999")).isNull();
    }
}
