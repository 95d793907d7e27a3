package dev.sluice.formats.parquet;

import dev.sluice.spi.data.ListColumn;
import java.util.Arrays;

/**
 * The positions of a nested column in the order of a file: one per value, and one wherever a null or an empty list ends
 * the path early.
 *
 * @param count number of slots
 * @param definition how deep the path is there
 * @param repetition 0 where a row starts, else the depth of the list that goes on
 * @param index where the value is in the column, or -1 where the path ended
 */
record Slots(int count, int[] definition, int[] repetition, int[] index) {
    /** One slot per row. */
    static Slots rows(int count) {
        int[] index = new int[count];
        Arrays.setAll(index, row -> row);
        return new Slots(count, new int[count], new int[count], index);
    }

    /** The path goes through an optional value: it ends where that is null. */
    Slots optional(boolean[] nulls) {
        int[] deeper = definition.clone();
        int[] present = index.clone();
        for (int slot = 0; slot < count; slot++) {
            if (index[slot] < 0) {
                continue;
            }
            if (nulls != null && nulls[index[slot]]) {
                present[slot] = -1;
            } else {
                deeper[slot]++;
            }
        }
        return new Slots(count, deeper, repetition, present);
    }

    /**
     * The path goes into the elements of lists: it ends where a list is empty.
     *
     * @param depth how many lists there are on the path, this one included
     */
    Slots elements(ListColumn lists, int depth) {
        int size = 0;
        for (int slot = 0; slot < count; slot++) {
            int row = index[slot];
            size = Math.addExact(size, row < 0 ? 1 : Math.max(1, lists.end(row) - lists.start(row)));
        }
        int[] definitions = new int[size];
        int[] repetitions = new int[size];
        int[] indices = new int[size];
        int at = 0;
        for (int slot = 0; slot < count; slot++) {
            int row = index[slot];
            if (row < 0 || lists.start(row) == lists.end(row)) {
                definitions[at] = definition[slot];
                repetitions[at] = repetition[slot];
                indices[at++] = -1;
                continue;
            }
            for (int element = lists.start(row); element < lists.end(row); element++) {
                definitions[at] = definition[slot] + 1;
                repetitions[at] = element == lists.start(row) ? repetition[slot] : depth;
                indices[at++] = element;
            }
        }
        return new Slots(size, definitions, repetitions, indices);
    }
}
