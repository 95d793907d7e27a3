package dev.sluice.connectors.sqlite;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * One column of an INSERT: binds a row's value, unless it is the one of the row before, which is still bound. That is so
 * for many values of real tables, and comparing costs less than a call through JNI.
 */
abstract class Parameter {
    private final int index;
    private boolean[] nulls;
    private boolean bound;
    private boolean boundNull;

    private Parameter(int index) {
        this.index = index;
    }

    static Parameter of(Type type, int index) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> new BooleanParameter(index);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> new IntParameter(index);
            case Type.Simple.INT64 -> new LongParameter(index);
            case Type.Simple.FLOAT32 -> new FloatParameter(index);
            case Type.Simple.FLOAT64 -> new DoubleParameter(index);
            case Type.Simple.BINARY -> new BlobParameter(index);
            default -> new TextParameter(type, index);
        };
    }

    /** From 1. */
    final int index() {
        return index;
    }

    /** Binds from this column from now on. */
    final void take(Column column) {
        nulls = column.nulls();
        takeValues(column);
    }

    /** Binds a row's value; false where SQLite can't store it. */
    final boolean bind(Insert insert, int row) throws SQLException {
        if (nulls != null && nulls[row]) {
            if (!boundNull) {
                insert.bindNull(index);
                boundNull = true;
                bound = false;
            }
            return true;
        }
        if (bound && isBound(row)) {
            return true;
        }
        boundNull = false;
        bound = bindValue(insert, row);
        return bound;
    }

    abstract void takeValues(Column column);

    /** Whether the row's value is the one that was bound last. */
    abstract boolean isBound(int row);

    abstract boolean bindValue(Insert insert, int row) throws SQLException;

    private abstract static class IntegerParameter extends Parameter {
        private long last;

        IntegerParameter(int index) {
            super(index);
        }

        abstract long value(int row);

        @Override
        final boolean isBound(int row) {
            return value(row) == last;
        }

        @Override
        final boolean bindValue(Insert insert, int row) throws SQLException {
            last = value(row);
            insert.bind(index(), last);
            return true;
        }
    }

    private static final class BooleanParameter extends IntegerParameter {
        private boolean[] values;

        BooleanParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((BooleanColumn) column).values();
        }

        @Override
        long value(int row) {
            return values[row] ? 1 : 0;
        }
    }

    private static final class IntParameter extends IntegerParameter {
        private int[] values;

        IntParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((IntColumn) column).values();
        }

        @Override
        long value(int row) {
            return values[row];
        }
    }

    private static final class LongParameter extends IntegerParameter {
        private long[] values;

        LongParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((LongColumn) column).values();
        }

        @Override
        long value(int row) {
            return values[row];
        }
    }

    private abstract static class RealParameter extends Parameter {
        RealParameter(int index) {
            super(index);
        }

        abstract double value(int row);

        @Override
        final boolean isBound(int row) {
            return false;
        }

        @Override
        final boolean bindValue(Insert insert, int row) throws SQLException {
            double value = value(row);
            insert.bind(index(), value);
            return !Double.isNaN(value);
        }
    }

    private static final class FloatParameter extends RealParameter {
        private float[] values;

        FloatParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((FloatColumn) column).values();
        }

        @Override
        double value(int row) {
            return values[row];
        }
    }

    private static final class DoubleParameter extends RealParameter {
        private double[] values;

        DoubleParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((DoubleColumn) column).values();
        }

        @Override
        double value(int row) {
            return values[row];
        }
    }

    private abstract static class BytesParameter extends Parameter {
        private byte[] bytes;
        private int[] offsets;
        private byte[] last = {};

        BytesParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            BytesColumn values = (BytesColumn) column;
            bytes = values.bytes();
            offsets = values.offsets();
        }

        @Override
        final boolean isBound(int row) {
            return Arrays.equals(bytes, offsets[row], offsets[row + 1], last, 0, last.length);
        }

        /** SQLite copies what is bound, so an array of the right length serves again. */
        @Override
        final boolean bindValue(Insert insert, int row) throws SQLException {
            int length = offsets[row + 1] - offsets[row];
            if (length != last.length) {
                last = new byte[length];
            }
            System.arraycopy(bytes, offsets[row], last, 0, length);
            bindBytes(insert, last);
            return true;
        }

        abstract void bindBytes(Insert insert, byte[] value) throws SQLException;
    }

    private static final class BlobParameter extends BytesParameter {
        BlobParameter(int index) {
            super(index);
        }

        @Override
        void bindBytes(Insert insert, byte[] value) throws SQLException {
            insert.bindBlob(index(), value);
        }
    }

    /** Types that are stored as text. */
    private static final class TextParameter extends BytesParameter {
        private final Type type;

        TextParameter(Type type, int index) {
            super(index);
            this.type = type;
        }

        @Override
        void takeValues(Column column) {
            super.takeValues(column instanceof BytesColumn ? column : written(column));
        }

        @Override
        void bindBytes(Insert insert, byte[] value) throws SQLException {
            insert.bindText(index(), value);
        }

        private BytesColumn written(Column column) {
            ValueWriter writer = ValueWriter.of(type);
            ByteSink out = new ByteSink(column.size() * 16);
            int[] offsets = new int[column.size() + 1];
            for (int row = 0; row < column.size(); row++) {
                if (!column.isNull(row)) {
                    writer.write(column, row, out);
                }
                offsets[row + 1] = out.length();
            }
            return new BytesColumn(column.size(), out.array(), offsets, column.nulls());
        }
    }
}
