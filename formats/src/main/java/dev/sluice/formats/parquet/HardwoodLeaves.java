package dev.sluice.formats.parquet;

import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;

/** Leaf columns of any kind, read through Hardwood. */
record HardwoodLeaves(ColumnReaders readers, LeafValues[] leaves) implements LeafReader {
    /**
     * @param count the leaf columns of the file
     */
    static HardwoodLeaves of(ColumnReaders readers, int count) {
        LeafValues[] leaves = new LeafValues[count];
        for (int i = 0; i < readers.getColumnCount(); i++) {
            ColumnReader reader = readers.getColumnReader(i);
            leaves[reader.getColumnSchema().columnIndex()] = new Leaf(reader);
        }
        return new HardwoodLeaves(readers, leaves);
    }

    @Override
    public int next() {
        return readers.nextBatch() ? readers.getRecordCount() : 0;
    }

    @Override
    public LeafValues leaf(int position) {
        return leaves[position];
    }

    @Override
    public void close() {
        readers.close();
    }

    /** A leaf in the reader's current batch. */
    private record Leaf(ColumnReader reader) implements LeafValues {
        @Override
        public ColumnSchema schema() {
            return reader.getColumnSchema();
        }

        @Override
        public int size() {
            return reader.getValueCount();
        }

        @Override
        public boolean[] nulls() {
            Validity validity = reader.getLeafValidity();
            if (!validity.hasNulls()) {
                return null;
            }
            int size = size();
            boolean[] nulls = new boolean[size];
            for (int row = validity.nextNull(0, size); row >= 0 && row < size; row = validity.nextNull(row + 1, size)) {
                nulls[row] = true;
            }
            return nulls;
        }

        @Override
        public boolean[] booleans() {
            return reader.getBooleans();
        }

        @Override
        public int[] ints() {
            return reader.getInts();
        }

        @Override
        public long[] longs() {
            return reader.getLongs();
        }

        @Override
        public float[] floats() {
            return reader.getFloats();
        }

        @Override
        public double[] doubles() {
            return reader.getDoubles();
        }

        @Override
        public byte[] bytes() {
            return reader.getBinaryValues();
        }

        @Override
        public int[] offsets() {
            return reader.getBinaryOffsets();
        }

        @Override
        public int[] definitionLevels() {
            return reader.getDefinitionLevels();
        }

        @Override
        public int[] repetitionLevels() {
            return reader.getRepetitionLevels();
        }
    }
}
