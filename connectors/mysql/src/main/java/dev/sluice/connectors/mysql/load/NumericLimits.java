package dev.sluice.connectors.mysql.load;

/** What decimal(65,30) holds: the server would round what has more digits after the point, with no more than a note. */
final class NumericLimits {
    private static final int MAX_BEFORE = 35;
    private static final int MAX_AFTER = 30;

    private NumericLimits() {}

    /**
     * @param bytes canonical text of a decimal
     */
    static boolean fits(byte[] bytes, int from, int length) {
        int end = from + length;
        int start = bytes[from] == '-' ? from + 1 : from;
        int point = start;
        while (point < end && bytes[point] != '.') {
            point++;
        }
        int last = end;
        while (last > point + 1 && bytes[last - 1] == '0') {
            last--;
        }
        return point - start <= MAX_BEFORE && last - point - 1 <= MAX_AFTER;
    }
}
