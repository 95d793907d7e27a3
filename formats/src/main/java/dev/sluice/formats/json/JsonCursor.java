package dev.sluice.formats.json;

import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A position in JSON text (RFC 8259) held as UTF-8 bytes. Moves over tokens and makes neither Strings nor objects.
 *
 * <p>The text must end in a byte that no token can hold and that isn't white space, so that every loop stops there
 * without counting bytes. Of lines that is the line feed, and one document lies between two; of other documents, in which
 * line feeds are white space, it is {@link #END}.
 *
 * <p>Every problem is a {@link JsonProblem}. Not thread-safe.
 */
final class JsonCursor {
    /** How deep arrays and objects may lie in each other. */
    static final int MAX_DEPTH = 500;

    /** The byte after a document that may span lines. */
    static final byte END = 0;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int SHOWN_BYTES = 40;

    private final ByteSink unescaped = new ByteSink(64);
    private final byte lineFeed;
    private byte[] bytes = {END};
    private int end = 1;
    private int position;
    private byte[] text = bytes;
    private int textStart;
    private int textEnd;
    private boolean exponent;
    private boolean fraction;

    private JsonCursor(byte lineFeed) {
        this.lineFeed = lineFeed;
    }

    /** A cursor over lines, to each of which a line feed is the end. */
    static JsonCursor ofLines() {
        return new JsonCursor((byte) ' ');
    }

    /** A cursor over text in which line feeds are white space. */
    static JsonCursor ofDocuments() {
        return new JsonCursor((byte) '\n');
    }

    /** Starts over in {@code source[from … to)}, whose last byte is a line feed, or {@link #END} for documents. */
    void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        end = to;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** The byte at the position. */
    byte peek() {
        return bytes[position];
    }

    /** Moves over white space and returns the byte there. */
    byte skipSpace() {
        byte next = bytes[position];
        return next > ' ' ? next : skipSpaces();
    }

    /** Apart from the usual case, in which there is none, so that this is inlined. */
    private byte skipSpaces() {
        byte next = bytes[position];
        while (next == ' ' || next == '\t' || next == '\r' || next == lineFeed) {
            next = bytes[++position];
        }
        return next;
    }

    /** Moves over a byte that must be there, and the white space before and after it. */
    void expect(char wanted) {
        if (skipSpace() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        position++;
        skipSpace();
    }

    /** Moves over {@code true}, {@code false} or {@code null}. */
    void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[position + i] != word.charAt(i)) {
                throw unexpected("a value");
            }
        }
        position += word.length();
    }

    /** The bytes in which {@link #readString}'s text lies; valid until the next call. */
    byte[] text() {
        return text;
    }

    int textStart() {
        return textStart;
    }

    int textEnd() {
        return textEnd;
    }

    /** The string last read, as a String. */
    String textAsString() {
        return new String(text, textStart, textEnd - textStart, StandardCharsets.UTF_8);
    }

    /** Moves over a string, whose opening quote is at the position; {@link #text} then has it without escapes. */
    void readString() {
        int start = position + 1;
        int stop = plainEnd(start);
        if (bytes[stop] == '"') {
            text = bytes;
            textStart = start;
            textEnd = stop;
            position = stop + 1;
        } else {
            readEscapedString(start, stop);
        }
    }

    /** The first position that isn't part of a plain run of characters: a quote or a backslash. */
    private int plainEnd(int from) {
        byte[] source = bytes;
        int wideEnd = end - Long.BYTES;
        int i = from;
        while (true) {
            while (i <= wideEnd) {
                long special = specialBytes((long) LONG.get(source, i));
                if (special != 0) {
                    i += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                i += Long.BYTES;
            }
            byte next = source[i];
            if (next == '"' || next == '\\') {
                return i;
            }
            if (next < 0) {
                i += sequenceLength(i);
            } else if (next < ' ') {
                throw controlCharacter(i);
            } else {
                i++;
            }
        }
    }

    /** Marks quotes, backslashes, control characters and bytes beyond ASCII; only the lowest mark is certain. */
    private static long specialBytes(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        long zero = (quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - ONES * ' ') & ~word | word;
        return zero & HIGH_BITS;
    }

    private void readEscapedString(int start, int firstEscape) {
        unescaped.clear();
        int from = start;
        int stop = firstEscape;
        while (bytes[stop] == '\\') {
            unescaped.write(bytes, from, stop - from);
            from = readEscape(stop);
            stop = plainEnd(from);
        }
        unescaped.write(bytes, from, stop - from);
        text = unescaped.array();
        textStart = 0;
        textEnd = unescaped.length();
        position = stop + 1;
    }

    /** Writes what the escape at a position stands for and returns the position after it. */
    private int readEscape(int at) {
        switch (bytes[at + 1]) {
            case '"', '\\', '/' -> unescaped.write(bytes[at + 1]);
            case 'b' -> unescaped.write('\b');
            case 'f' -> unescaped.write('\f');
            case 'n' -> unescaped.write('\n');
            case 'r' -> unescaped.write('\r');
            case 't' -> unescaped.write('\t');
            case 'u' -> {
                return readUnicodeEscape(at);
            }
            default -> throw malformed(at, "a backslash must be followed by one of \" \\ / b f n r t u");
        }
        return at + 2;
    }

    private int readUnicodeEscape(int at) {
        int unit = hexUnit(at);
        if (Character.isLowSurrogate((char) unit)) {
            throw malformed(at, "half of a surrogate pair stands alone");
        }
        if (!Character.isHighSurrogate((char) unit)) {
            writeCodePoint(unit);
            return at + 6;
        }
        boolean escaped = bytes[at + 6] == '\\' && bytes[at + 7] == 'u';
        int low = escaped ? hexUnit(at + 6) : 0;
        if (!Character.isLowSurrogate((char) low)) {
            throw malformed(at, "half of a surrogate pair stands alone");
        }
        writeCodePoint(Character.toCodePoint((char) unit, (char) low));
        return at + 12;
    }

    private int hexUnit(int at) {
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw malformed(at, "\\u must be followed by four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void writeCodePoint(int codePoint) {
        if (codePoint < 0x80) {
            unescaped.write(codePoint);
        } else if (codePoint < 0x800) {
            unescaped.write(0xC0 | codePoint >> 6);
            unescaped.write(0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            unescaped.write(0xE0 | codePoint >> 12);
            unescaped.write(0x80 | codePoint >> 6 & 0x3F);
            unescaped.write(0x80 | codePoint & 0x3F);
        } else {
            unescaped.write(0xF0 | codePoint >> 18);
            unescaped.write(0x80 | codePoint >> 12 & 0x3F);
            unescaped.write(0x80 | codePoint >> 6 & 0x3F);
            unescaped.write(0x80 | codePoint & 0x3F);
        }
    }

    /** The length of the UTF-8 sequence at a position; it must be well-formed, as Unicode's table 3-7 has it. */
    private int sequenceLength(int at) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        int smallest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int largest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        boolean valid = first >= 0xC2 && first <= 0xF4 && second >= smallest && second <= largest;
        for (int i = 2; valid && i < length; i++) {
            valid = (bytes[at + i] & 0xC0) == 0x80;
        }
        if (!valid) {
            throw malformed(at, String.format("byte 0x%02X is not valid UTF-8; convert the file to UTF-8", first));
        }
        return length;
    }

    /** Moves over a number; {@link #hasFraction} and {@link #hasExponent} then say how it is written. */
    void skipNumber() {
        byte[] source = bytes;
        int start = position;
        int i = source[start] == '-' ? start + 1 : start;
        int digits = i;
        i = digitsEnd(i);
        boolean valid = i > digits && (source[digits] != '0' || i == digits + 1);
        fraction = source[i] == '.';
        if (fraction) {
            digits = ++i;
            i = digitsEnd(i);
            valid &= i > digits;
        }
        exponent = source[i] == 'e' || source[i] == 'E';
        if (exponent) {
            i++;
            if (source[i] == '-' || source[i] == '+') {
                i++;
            }
            digits = i;
            i = digitsEnd(i);
            valid &= i > digits;
        }
        if (!valid) {
            throw unexpected("a value");
        }
        position = i;
    }

    private int digitsEnd(int from) {
        int i = from;
        while (bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    boolean hasFraction() {
        return fraction;
    }

    boolean hasExponent() {
        return exponent;
    }

    /** Moves over a value of any kind, checking it. */
    void skipValue() {
        skipValue(0);
    }

    private void skipValue(int depth) {
        switch (bytes[position]) {
            case '"' -> readString();
            case '{' -> skipObject(depth);
            case '[' -> skipArray(depth);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> skipNumber();
        }
    }

    private void skipObject(int depth) {
        checkDepth(depth);
        expect('{');
        if (peek() == '}') {
            position++;
            return;
        }
        do {
            readKey();
            skipValue(depth + 1);
        } while (anotherBefore('}'));
    }

    private void skipArray(int depth) {
        checkDepth(depth);
        expect('[');
        if (peek() == ']') {
            position++;
            return;
        }
        do {
            skipValue(depth + 1);
        } while (anotherBefore(']'));
    }

    /** Fails where {@code depth} arrays and objects are too many. */
    void checkDepth(int depth) {
        if (depth >= MAX_DEPTH) {
            throw malformed(position, "arrays and objects lie more than " + MAX_DEPTH + " deep in each other");
        }
    }

    /** Moves over a key and its colon, up to the value; {@link #text} then has the key. */
    void readKey() {
        if (peek() != '"') {
            throw unexpected("a key in quotes");
        }
        readString();
        expect(':');
    }

    /** After a member: moves over a comma and returns true, or over the closing bracket and returns false. */
    boolean anotherBefore(char close) {
        byte next = skipSpace();
        if (next == ',') {
            position++;
            skipSpace();
            return true;
        }
        if (next != close) {
            throw unexpected("',' or '" + close + "'");
        }
        position++;
        return false;
    }

    /** What ends at a position, or an empty text. */
    private String ended(int at) {
        return bytes[at] == '\n' ? "line" : bytes[at] == END && at == end - 1 ? "file" : "";
    }

    private JsonProblem controlCharacter(int at) {
        String ended = ended(at);
        return !ended.isEmpty()
                ? malformed(at, "the " + ended + " ends within a string")
                : malformed(at, String.format("the control character 0x%02X must be escaped", bytes[at]));
    }

    JsonProblem malformed(int at, String message) {
        return new JsonProblem(ErrorCode.MALFORMED_INPUT, at, message);
    }

    JsonProblem unexpected(String wanted) {
        String ended = ended(position);
        return !ended.isEmpty()
                ? malformed(position, "the " + ended + " ends where " + wanted + " is expected")
                : malformed(position, wanted + " is expected, not '" + shown(position, end) + "'");
    }

    /** The beginning of a piece of the text, for messages. */
    String shown(int from, int to) {
        return shown(bytes, from, Math.min(to, lineEnd(from)));
    }

    static String shown(byte[] source, int from, int to) {
        int stop = Math.min(to, from + SHOWN_BYTES);
        return new String(source, from, stop - from, StandardCharsets.UTF_8) + (stop < to ? "…" : "");
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < end - 1 && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
