package dev.sluice.spi.data;

/** Copies some values of a column. */
final class Selection {
    private Selection() {}

    static Column of(Column column, int[] rows) {
        boolean[] nulls = nulls(column, rows);
        int size = rows.length;
        return switch (column) {
            case BooleanColumn booleans -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = booleans.get(rows[i]);
                }
                yield new BooleanColumn(size, values, nulls);
            }
            case IntColumn ints -> {
                int[] values = new int[size];
                for (int i = 0; i < size; i++) {
                    values[i] = ints.get(rows[i]);
                }
                yield new IntColumn(size, values, nulls);
            }
            case LongColumn longs -> new LongColumn(size, pick(longs.values(), rows), nulls);
            case FloatColumn floats -> {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = floats.get(rows[i]);
                }
                yield new FloatColumn(size, values, nulls);
            }
            case DoubleColumn doubles -> {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = doubles.get(rows[i]);
                }
                yield new DoubleColumn(size, values, nulls);
            }
            case Int128Column wide -> new Int128Column(size, pick(wide.high(), rows), pick(wide.low(), rows), nulls);
            case NanoTimestampColumn times -> {
                long[] micros = new long[size];
                short[] nanos = new short[size];
                for (int i = 0; i < size; i++) {
                    micros[i] = times.micros(rows[i]);
                    nanos[i] = (short) times.nanos(rows[i]);
                }
                yield new NanoTimestampColumn(size, micros, nanos, nulls);
            }
            case BytesColumn texts -> {
                BytesColumn.Builder values = new BytesColumn.Builder(size);
                for (int row : rows) {
                    values.append(texts.bytes(), texts.start(row), texts.length(row));
                }
                BytesColumn picked = values.build();
                yield new BytesColumn(size, picked.bytes(), picked.offsets(), nulls);
            }
            case ListColumn lists -> list(lists, rows, nulls);
            case StructColumn struct ->
                new StructColumn(
                        size,
                        struct.children().stream().map(child -> of(child, rows)).toList(),
                        nulls);
        };
    }

    private static Column list(ListColumn lists, int[] rows, boolean[] nulls) {
        int[] offsets = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            offsets[i + 1] = offsets[i] + lists.end(rows[i]) - lists.start(rows[i]);
        }
        int[] elements = new int[offsets[rows.length]];
        for (int i = 0; i < rows.length; i++) {
            int start = lists.start(rows[i]);
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                elements[at] = start + at - offsets[i];
            }
        }
        return new ListColumn(rows.length, offsets, of(lists.elements(), elements), nulls);
    }

    private static long[] pick(long[] from, int[] rows) {
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = from[rows[i]];
        }
        return values;
    }

    private static boolean[] nulls(Column column, int[] rows) {
        if (!column.hasNulls()) {
            return null;
        }
        boolean[] nulls = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            nulls[i] = column.isNull(rows[i]);
        }
        return nulls;
    }
}
