package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Finds where an object of the array starts, from a position in the middle of a file, without reading what is before.
 *
 * <p>A brace and an unescaped quote followed by a letter can't lie within a string: there the quote would end the string,
 * and after a string no letter comes. Whether the object is one of the array or lies deeper can't be told from there;
 * those whose brackets close before the array does are passed over, as are those that don't begin with the key with which
 * the first object of the file begins. What is left is a guess, though a good one: {@link JsonReader} makes sure.
 */
final class ElementStarts {
    private static final int WINDOW = 1 << 17;
    private static final int LONGEST_KEY = 200;

    private final InputFile file;
    private final byte[] opening;
    private final byte[] window = new byte[WINDOW];

    /**
     * @param arrayStart the position after the array's opening bracket
     */
    ElementStarts(InputFile file, long arrayStart) throws IOException {
        this.file = file;
        this.opening = opening(arrayStart);
    }

    /** The first object's brace and key, with its quotes and without space; empty where it has no plain key. */
    private byte[] opening(long arrayStart) throws IOException {
        int filled = fill(arrayStart);
        int brace = skipSpace(0, filled);
        int quote = skipSpace(brace + 1, filled);
        if (quote + 2 >= filled || window[brace] != '{' || window[quote] != '"' || !isLetter(window[quote + 1])) {
            return new byte[0];
        }
        int end = quote + 1;
        while (end < filled && end - quote < LONGEST_KEY && window[end] != '"' && window[end] != '\\') {
            end++;
        }
        return end < filled && window[end] == '"' ? Arrays.copyOfRange(window, quote, end + 1) : new byte[0];
    }

    private static boolean isLetter(byte next) {
        return next >= '0' && next <= '9' || next >= 'A' && next <= 'Z' || next >= 'a' && next <= 'z' || next == '_';
    }

    /** The first object from a position; empty where there is none nearby that can be told. */
    OptionalLong find(long from) throws IOException {
        if (opening.length == 0) {
            return OptionalLong.empty();
        }
        int filled = fill(from);
        int limit = filled / 2; // what comes after an object tells how deep it lies
        int at = 0;
        while (at < limit) {
            int brace = nextOpening(at, limit, filled);
            if (brace < 0) {
                return OptionalLong.empty();
            }
            int closed = closedEarly(brace, filled);
            if (closed < 0) {
                return OptionalLong.of(from + brace);
            }
            at = Math.max(brace + 1, closed);
        }
        return OptionalLong.empty();
    }

    private int fill(long from) throws IOException {
        int filled = 0;
        while (filled < WINDOW) {
            int read = file.read(from + filled, window, filled, WINDOW - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        return filled;
    }

    /** The next object after a comma that begins with the same key as the file's first one, or -1. */
    private int nextOpening(int from, int limit, int filled) {
        for (int i = from; i < limit; i++) {
            if (window[i] == '{' && followsObject(i)) {
                int quote = skipSpace(i + 1, filled);
                if (quote + opening.length < filled
                        && Arrays.equals(window, quote, quote + opening.length, opening, 0, opening.length)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private boolean followsObject(int brace) {
        int comma = skipSpaceBackwards(brace - 1);
        return comma > 0 && window[comma] == ',' && window[Math.max(0, skipSpaceBackwards(comma - 1))] == '}';
    }

    /** Where the window closes a bracket that was open before a brace; -1 where it doesn't, but at the file's end. */
    private int closedEarly(int brace, int filled) {
        int depth = 0;
        boolean inString = false;
        for (int i = brace; i < filled; i++) {
            byte next = window[i];
            if (inString) {
                if (next == '\\') {
                    i++;
                } else if (next == '"') {
                    inString = false;
                }
            } else if (next == '"') {
                inString = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if ((next == '}' || next == ']') && --depth < 0) {
                return next == ']' && endsArrays(i + 1, filled) ? -1 : i;
            }
        }
        return -1;
    }

    /** After a bracket: whether it is the outermost, since another array follows or nothing. */
    private boolean endsArrays(int from, int filled) {
        int next = skipSpace(from, filled);
        return next < filled ? window[next] == '[' : filled < WINDOW;
    }

    private int skipSpace(int from, int filled) {
        int i = from;
        while (i < filled && isSpace(window[i])) {
            i++;
        }
        return i;
    }

    private int skipSpaceBackwards(int from) {
        int i = from;
        while (i >= 0 && isSpace(window[i])) {
            i--;
        }
        return i;
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }
}
