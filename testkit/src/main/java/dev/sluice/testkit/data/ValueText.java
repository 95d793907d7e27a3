package dev.sluice.testkit.data;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares and prints values as {@link dev.sluice.spi.data.Values} has them. */
final class ValueText {
    private static final int SHOWN_CHARACTERS = 120;

    private ValueText() {}

    /** Whether two values are of one class and equal; NaN equals NaN, and 0.0 is not -0.0. */
    static boolean same(Object left, Object right) {
        if (left == null
                || right == null
                || left.getClass() != right.getClass() && !(left instanceof List) && !(left instanceof Map)) {
            return left == right;
        }
        return switch (left) {
            case byte[] bytes -> Arrays.equals(bytes, (byte[]) right);
            case List<?> list -> right instanceof List<?> other && sameElements(list, other);
            case Map<?, ?> map -> right instanceof Map<?, ?> other && sameEntries(map, other);
            default -> Objects.equals(left, right);
        };
    }

    private static boolean sameElements(List<?> left, List<?> right) {
        Iterator<?> others = right.iterator();
        return left.size() == right.size() && left.stream().allMatch(element -> same(element, others.next()));
    }

    private static boolean sameEntries(Map<?, ?> left, Map<?, ?> right) {
        return left.keySet().equals(right.keySet())
                && left.keySet().stream().allMatch(key -> same(left.get(key), right.get(key)));
    }

    static String difference(Object expected, Object found) {
        String left = print(expected);
        String right = print(found);
        if (left.equals(right)) {
            return "expected " + shorten(left) + " of " + className(expected) + " but found one of " + className(found);
        }
        if (left.length() <= SHOWN_CHARACTERS && right.length() <= SHOWN_CHARACTERS) {
            return "expected " + left + " but found " + right;
        }
        int at = Arrays.mismatch(left.toCharArray(), right.toCharArray());
        int from = Math.max(0, at - 10);
        return "expected " + left.length() + " characters but found " + right.length() + ", different from character "
                + at + ": expected …" + shorten(left.substring(from)) + " but found …"
                + shorten(right.substring(Math.min(from, right.length())));
    }

    static String shorten(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private static String className(Object value) {
        return value == null ? "nothing" : value.getClass().getSimpleName();
    }

    private static String print(Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "x'" + HexFormat.of().formatHex(bytes) + "'";
            case String text -> '"' + visible(text) + '"';
            default -> value.toString();
        };
    }

    /** With control characters and anything outside ASCII letters escaped, so that look-alikes differ. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(character -> {
            if (character < ' ' || character >= 0x7F) {
                out.append(String.format("\\u%04X", character));
            } else {
                out.append((char) character);
            }
        });
        return out.toString();
    }
}
