package dev.sluice.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderFuzzTest {
    private static final byte[] SEED = "id,name\n1,one\n2,two\n".getBytes(StandardCharsets.UTF_8);
    private static final ReaderFuzz FUZZ = ReaderFuzz.of(SEED).tokens("\"").rounds(500);

    private static boolean isValid(byte[] content) {
        return Arrays.equals(content, SEED);
    }

    private static ConnectorException malformed(String message) {
        return new ConnectorException(ErrorCode.MALFORMED_INPUT, message);
    }

    @Test
    void aReaderThatRefusesWhatIsBrokenPasses() {
        FUZZ.run("a.csv", content -> {
            if (!isValid(content)) {
                throw malformed("a.csv, line 1: broken");
            }
        });
    }

    @Test
    void everyRoundIsAnotherInputAndTheSameEachTime() {
        List<String> first = inputs();
        assertThat(first).isEqualTo(inputs());
        assertThat(first.stream().distinct().count()).isGreaterThan(400);
    }

    private static List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        FUZZ.run("a.csv", content -> inputs.add(new String(content, StandardCharsets.ISO_8859_1)));
        return inputs;
    }

    @Test
    void anyOtherExceptionIsFound() {
        assertFound("IndexOutOfBounds", content -> {
            if (!isValid(content)) {
                throw new IndexOutOfBoundsException("somewhere");
            }
        });
        assertFound("INTERNAL", content -> {
            if (!isValid(content)) {
                throw new ConnectorException(ErrorCode.INTERNAL, "a.csv: a bug");
            }
        });
    }

    @Test
    void aMessageThatDoesNotNameTheFileIsFound() {
        assertFound("doesn't name the file", content -> {
            if (!isValid(content)) {
                throw malformed("something is broken");
            }
        });
    }

    @Test
    void aRefusedValidFileIsFound() {
        assertFound("round -1", content -> {
            throw malformed("a.csv: broken");
        });
    }

    @Test
    void memoryOutOfProportionIsFound() {
        assertFound("allocate", content -> {
            if (!isValid(content)) {
                assertThat(new byte[80 << 20]).isNotEmpty();
            }
        });
    }

    private static void assertFound(String what, ReaderFuzz.Reader reader) {
        assertThatThrownBy(() -> FUZZ.run("a.csv", reader))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what)
                .hasMessageContaining("target/fuzz/");
    }
}
