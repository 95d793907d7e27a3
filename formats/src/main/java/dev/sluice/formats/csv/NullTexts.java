package dev.sluice.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The unquoted fields that mean NULL; a field in quotes never does. */
final class NullTexts {
    /** Only an empty field is NULL. */
    static final NullTexts EMPTY_FIELD = new NullTexts(List.of(""));

    private final byte[][] texts;
    private final boolean emptyIsNull;

    NullTexts(List<String> texts) {
        this.emptyIsNull = texts.contains("");
        this.texts = texts.stream()
                .filter(text -> !text.isEmpty())
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Whether an empty field is NULL, and nothing else. */
    boolean areEmptyFieldsOnly() {
        return emptyIsNull && texts.length == 0;
    }

    boolean emptyIsNull() {
        return emptyIsNull;
    }

    /** Whether a field that isn't empty is NULL. */
    boolean contain(byte[] data, int from, int to) {
        for (byte[] text : texts) {
            if (to - from == text.length && Arrays.equals(data, from, to, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** What is written for NULL. */
    byte[] written() {
        return emptyIsNull ? new byte[0] : texts[0];
    }
}
