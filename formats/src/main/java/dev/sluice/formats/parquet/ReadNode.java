package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.StructColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A part of a column that is read: puts the leaf columns of a batch together by their levels. What a leaf reader hands out
 * has a slot per element of its innermost list, so only structs and lists need to look at levels.
 */
sealed interface ReadNode {
    /** The position among the file's leaf columns of one leaf of this part. */
    int firstLeaf();

    void addLeaves(List<Integer> leaves);

    /**
     * Puts the column together.
     *
     * @param leaves each leaf in the current batch, by its position in the file
     * @param lists how many lists this part lies in
     * @param definition the definition level at which an element of the innermost of these exists; 0 outside of lists
     */
    Column assemble(IntFunction<LeafValues> leaves, int lists, int definition);

    /** Values. */
    record Values(int firstLeaf, LeafDecoder decoder) implements ReadNode {
        @Override
        public void addLeaves(List<Integer> leaves) {
            leaves.add(firstLeaf);
        }

        @Override
        public Column assemble(IntFunction<LeafValues> leaves, int lists, int definition) {
            return decoder.decode(leaves.apply(firstLeaf));
        }
    }

    /**
     * A struct.
     *
     * @param level the definition level at which it is not null
     */
    record Group(int level, boolean nullable, List<ReadNode> children) implements ReadNode {
        @Override
        public int firstLeaf() {
            return children.getFirst().firstLeaf();
        }

        @Override
        public void addLeaves(List<Integer> leaves) {
            children.forEach(child -> child.addLeaves(leaves));
        }

        @Override
        public Column assemble(IntFunction<LeafValues> leaves, int lists, int definition) {
            List<Column> columns = new ArrayList<>(children.size());
            for (ReadNode child : children) {
                columns.add(child.assemble(leaves, lists, definition));
            }
            int size = columns.getFirst().size();
            requireSameSize(columns, size);
            boolean[] nulls = null;
            if (nullable) {
                LevelWalk walk = LevelWalk.of(leaves.apply(firstLeaf()));
                nulls = walk.nulls(size, lists, definition, level);
            }
            return new StructColumn(size, columns, nulls);
        }

        /** Damaged levels may say of each member of a struct, or of keys and values, that its lists have another length. */
        private static void requireSameSize(List<Column> columns, int size) {
            for (Column column : columns) {
                if (column.size() != size) {
                    throw new IllegalStateException(
                            "columns that lie in one list have " + size + " and " + column.size() + " elements in it");
                }
            }
        }
    }

    /**
     * A list or a map.
     *
     * @param level the definition level at which it is not null
     * @param elementLevel the definition level at which it has an element
     * @param depth how many lists its elements lie in
     */
    record Repeated(int level, boolean nullable, int elementLevel, int depth, ReadNode element) implements ReadNode {
        @Override
        public int firstLeaf() {
            return element.firstLeaf();
        }

        @Override
        public void addLeaves(List<Integer> leaves) {
            element.addLeaves(leaves);
        }

        @Override
        public Column assemble(IntFunction<LeafValues> leaves, int lists, int definition) {
            LevelWalk walk = LevelWalk.of(leaves.apply(firstLeaf()));
            int[] offsets = walk.offsets(lists, definition, depth, elementLevel);
            int size = offsets.length - 1;
            boolean[] nulls = nullable ? walk.nulls(size, lists, definition, level) : null;
            return new ListColumn(size, offsets, element.assemble(leaves, depth, elementLevel), nulls);
        }
    }

    /** The levels of one leaf in one batch. */
    record LevelWalk(int[] definitions, int[] repetitions) {
        static LevelWalk of(LeafValues leaf) {
            return new LevelWalk(leaf.definitionLevels(), leaf.repetitionLevels());
        }

        /** Whether a value that lies in so many lists, the innermost with an element there, starts at a slot. */
        private boolean starts(int slot, int lists, int definition) {
            return (repetitions == null || repetitions[slot] <= lists) && definitions[slot] >= definition;
        }

        /** Which of the values are null: those with a definition level below {@code level}; null where none is. */
        boolean[] nulls(int size, int lists, int definition, int level) {
            boolean[] nulls = null;
            int at = 0;
            for (int slot = 0; slot < definitions.length && at < size; slot++) {
                if (starts(slot, lists, definition)) {
                    if (definitions[slot] < level) {
                        nulls = nulls == null ? new boolean[size] : nulls;
                        nulls[at] = true;
                    }
                    at++;
                }
            }
            return nulls;
        }

        /** Where the elements of each list start. */
        int[] offsets(int lists, int definition, int depth, int elementLevel) {
            int[] offsets = new int[definitions.length + 1];
            int size = 0;
            int elements = 0;
            for (int slot = 0; slot < definitions.length; slot++) {
                if (starts(slot, lists, definition)) {
                    offsets[size++] = elements;
                }
                if (starts(slot, depth, elementLevel)) {
                    elements++;
                }
            }
            offsets[size] = elements;
            return Arrays.copyOf(offsets, size + 1);
        }
    }
}
