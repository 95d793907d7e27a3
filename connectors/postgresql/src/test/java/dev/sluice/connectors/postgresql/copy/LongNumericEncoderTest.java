package dev.sluice.connectors.postgresql.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.text.ByteSink;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongNumericEncoderTest {
    @Test
    void encodesAsTheTextOfTheNumberWould() {
        Random random = new Random(20_000);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong() >> random.nextInt(Long.SIZE);
            int scale = random.nextInt(19);
            assertThat(encoded(value, scale)).as("%d of scale %d", value, scale).isEqualTo(ofText(value, scale));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                9999,
                10_000,
                -10_000,
                100_000_000,
                10_000_000_000_000_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void holdsTheEdges(long value) {
        for (int scale = 0; scale <= 18; scale++) {
            assertThat(encoded(value, scale)).as("scale %d", scale).isEqualTo(ofText(value, scale));
        }
    }

    private static byte[] encoded(long value, int scale) {
        LongColumn.Builder builder = new LongColumn.Builder(1);
        builder.append(value);
        LongNumericEncoder encoder = new LongNumericEncoder(scale);
        encoder.bind(builder.build());
        int[] sizes = new int[1];
        encoder.measure(0, 1, sizes);
        byte[] out = new byte[sizes[0]];
        int[] positions = new int[1];
        encoder.write(0, 1, out, positions);
        assertThat(positions[0]).isEqualTo(out.length);
        assertThat(Wire.intAt(out, 0)).isEqualTo(out.length - 4);
        return Arrays.copyOfRange(out, 4, out.length);
    }

    private static byte[] ofText(long value, int scale) {
        byte[] text =
                BigDecimal.valueOf(value, scale).toPlainString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteSink sink = new ByteSink(64);
        assertThat(NumericText.encode(text, 0, text.length, sink)).isTrue();
        return sink.toByteArray();
    }
}
