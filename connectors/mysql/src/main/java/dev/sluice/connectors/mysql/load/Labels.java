package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels of an ENUM or SET. The server takes a number that is none of them for the place of one, and keeps a label as it is
 * spelt in the column where its collation takes another spelling for equal.
 */
record Labels(List<byte[]> texts) {
    private static final Pattern QUOTED = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.DOTALL);

    /**
     * @param nativeType as the catalog has it: {@code enum('a','it''s')}
     */
    static Labels of(String nativeType) {
        List<byte[]> texts = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(nativeType);
        while (quoted.find()) {
            texts.add(unescaped(quoted.group(1)).getBytes(StandardCharsets.UTF_8));
        }
        return new Labels(texts);
    }

    private static String unescaped(String label) {
        StringBuilder text = new StringBuilder(label.length());
        for (int i = 0; i < label.length(); i++) {
            char next = label.charAt(i);
            if (next == '\'') {
                i++;
            } else if (next == '\\') {
                i++;
                next = switch (label.charAt(i)) {
                    case '0' -> '\0';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> label.charAt(i);
                };
            }
            text.append(next);
        }
        return text.toString();
    }

    boolean holdsOne(Column column, int row) {
        BytesColumn text = (BytesColumn) column;
        int start = text.start(row);
        return holds(text.bytes(), start, start + text.length(row));
    }

    /** Labels with commas between them, of which there may be none. */
    boolean holdsAll(Column column, int row) {
        BytesColumn text = (BytesColumn) column;
        byte[] bytes = text.bytes();
        int start = text.start(row);
        int end = start + text.length(row);
        if (start == end) {
            return true;
        }
        for (int at = start; at <= end; at++) {
            if (at == end || bytes[at] == ',') {
                if (!holds(bytes, start, at)) {
                    return false;
                }
                start = at + 1;
            }
        }
        return true;
    }

    private boolean holds(byte[] bytes, int from, int to) {
        for (byte[] text : texts) {
            if (Arrays.equals(text, 0, text.length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }
}
