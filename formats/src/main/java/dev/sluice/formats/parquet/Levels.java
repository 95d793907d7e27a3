package dev.sluice.formats.parquet;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;

/** The definition or repetition levels of one page. As long as all are the same, only their number is kept. */
final class Levels {
    private final int width;
    private int[] levels = new int[0];
    private int count;
    private boolean uniform = true;
    private int only;

    /**
     * @param max the highest level
     */
    Levels(int max) {
        this.width = RunLengthEncoder.bitWidth(max);
    }

    /** Adds the same level {@code times} over. */
    void repeat(int level, int times) {
        if (times > 0 && !staysUniform(level)) {
            makeRoom(times);
            Arrays.fill(levels, count, count + times, level);
        }
        count += times;
    }

    /** Adds level 0 for nulls and 1 for values. */
    void addNulls(boolean[] nulls, int from, int times) {
        spread();
        makeRoom(times);
        for (int i = 0; i < times; i++) {
            levels[count + i] = nulls[from + i] ? 0 : 1;
        }
        count += times;
    }

    void add(int[] source, int from, int times) {
        spread();
        makeRoom(times);
        System.arraycopy(source, from, levels, count, times);
        count += times;
    }

    /** Writes the levels with their length before them, and forgets them. */
    void flush(ByteSink out) {
        int start = out.length();
        LittleEndian.append(out, 0);
        if (uniform) {
            RunLengthEncoder.repeat(only, count, width, out);
        } else {
            RunLengthEncoder.encode(levels, count, width, out);
        }
        LittleEndian.putInt(out.array(), start, out.length() - start - Integer.BYTES);
        count = 0;
        uniform = true;
    }

    private boolean staysUniform(int level) {
        if (uniform && (count == 0 || only == level)) {
            only = level;
            return true;
        }
        spread();
        return false;
    }

    private void spread() {
        if (uniform) {
            uniform = false;
            int known = count;
            count = 0;
            makeRoom(known);
            Arrays.fill(levels, 0, known, only);
            count = known;
        }
    }

    private void makeRoom(int more) {
        int needed = count + more + RunLengthEncoder.PADDING;
        if (needed > levels.length) {
            levels = Arrays.copyOf(levels, Math.max(needed, 2 * levels.length));
        }
    }
}
