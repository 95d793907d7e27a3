package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs and packed values come back as they were, in whatever steps they are read. */
class RunLengthTest {
    private static RunLengthDecoder decoder(byte[] bytes, int width) throws DamagedPageException {
        RunLengthDecoder decoder = new RunLengthDecoder();
        byte[] roomy = Arrays.copyOf(bytes, bytes.length + RunLengthDecoder.SLACK);
        decoder.start(roomy, 0, bytes.length, width);
        return decoder;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 9, 13, 16, 17, 24, 25, 31})
    void whatIsEncodedIsDecoded(int width) throws Exception {
        Random random = new Random(width);
        int count = 3000;
        int[] values = new int[count + RunLengthEncoder.PADDING];
        for (int i = 0; i < count; ) {
            int value = random.nextInt() >>> Integer.SIZE - width;
            for (int run = random.nextInt(4) == 0 ? random.nextInt(60) : 1; run >= 0 && i < count; run--) {
                values[i++] = value;
            }
        }
        ByteSink encoded = new ByteSink(16);
        RunLengthEncoder.encode(values, count, width, encoded);

        RunLengthDecoder decoder = decoder(encoded.toByteArray(), width);
        int[] decoded = new int[count];
        for (int at = 0; at < count; ) {
            int step = Math.min(count - at, 1 + random.nextInt(100));
            decoder.read(decoded, at, step);
            at += step;
        }

        assertThat(decoded).isEqualTo(Arrays.copyOf(values, count));
    }

    @Test
    void aRunThatClaimsBillionsOfValuesGivesThoseThatAreAskedFor() throws Exception {
        RunLengthDecoder decoder = decoder(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 5}, 3);
        int[] values = new int[10];
        decoder.read(values, 0, 10);

        assertThat(values).containsOnly(5);
    }

    @Test
    void valuesOfNoBitsAreZero() throws Exception {
        int[] values = {1, 1, 1};
        decoder(new byte[] {6}, 0).read(values, 0, 3);

        assertThat(values).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatEndsTooSoonIsRefused(int length) {
        byte[] groups = {5, 1, 1, 1};
        assertThatThrownBy(() -> decoder(Arrays.copyOf(groups, length), 1).read(new int[17], 0, 17))
                .isInstanceOf(DamagedPageException.class)
                .hasMessageContaining("ends before its values do");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 33, 200})
    void widthsThatThereAreNotAreRefused(int width) {
        assertThatThrownBy(() -> decoder(new byte[] {3, 1}, width))
                .isInstanceOf(DamagedPageException.class)
                .hasMessageContaining(width + " bits");
    }
}
