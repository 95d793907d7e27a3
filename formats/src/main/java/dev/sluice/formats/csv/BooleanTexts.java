package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Words for true and false, as they are written. */
final class BooleanTexts implements Rewriter {
    private final byte[][] trues;
    private final byte[][] falses;

    BooleanTexts(List<String> trues, List<String> falses) {
        this.trues = bytes(trues);
        this.falses = bytes(falses);
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    @Override
    public boolean rewrite(byte[] data, int from, int to, ByteSink out) {
        if (isOneOf(trues, data, from, to)) {
            out.writeAscii("true");
            return true;
        }
        out.writeAscii("false");
        return isOneOf(falses, data, from, to);
    }

    private static boolean isOneOf(byte[][] texts, byte[] data, int from, int to) {
        for (byte[] text : texts) {
            if (to - from == text.length && Arrays.equals(data, from, to, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}
