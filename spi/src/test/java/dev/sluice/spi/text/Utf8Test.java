package dev.sluice.spi.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private final Random random = new Random(3);

    @Test
    void everyCharacterIsValid() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
    }

    @Test
    void theJdkAgreesOnWhatIsValid() {
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes =
                    "0123456789abcdef".repeat(2).substring(random.nextInt(20)).getBytes(StandardCharsets.UTF_8);
            int from = random.nextInt(bytes.length - 4);
            for (int k = 0; k < 4; k++) {
                bytes[from + k] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0x80 + random.nextInt(0x78));
            }
            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(isValid(bytes));
        }
    }

    @Test
    void thePositionOfTheFirstWrongByteIsGiven() {
        byte[] bytes = "añb日x".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(bytes, 2, bytes.length)).isEqualTo(2);
        assertThat(Utf8.firstInvalid(bytes, 0, 6)).isEqualTo(4);
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
