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
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;

/** One column of an INSERT: binds a row's value. */
abstract class Parameter {
    private final int index;
    private boolean[] nulls;

    private Parameter(int index) {
        this.index = index;
    }

    static Parameter of(Type type, int index, boolean utf8) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> new BooleanParameter(index);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> new IntParameter(index);
            case Type.Simple.INT64 -> new LongParameter(index);
            case Type.Simple.FLOAT32 -> new FloatParameter(index);
            case Type.Simple.FLOAT64 -> new DoubleParameter(index);
            case Type.Simple.BINARY -> new BytesParameter(index, "?");
            default -> utf8 ? new TextParameter(type, index) : new StringParameter(type, index);
        };
    }

    /** From 1. */
    final int index() {
        return index;
    }

    /** What stands for the value in the INSERT. */
    String placeholder() {
        return "?";
    }

    /** Binds from this column from now on. */
    final void take(Column column) {
        nulls = column.nulls();
        takeValues(column);
    }

    /** Binds a row's value; false where SQLite can't store it. */
    final boolean set(PreparedStatement statement, int row) throws SQLException {
        if (nulls != null && nulls[row]) {
            statement.setNull(index, Types.NULL);
            return true;
        }
        return setValue(statement, row);
    }

    abstract void takeValues(Column column);

    abstract boolean setValue(PreparedStatement statement, int row) throws SQLException;

    private static final class BooleanParameter extends Parameter {
        private boolean[] values;

        BooleanParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((BooleanColumn) column).values();
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setInt(index(), values[row] ? 1 : 0);
            return true;
        }
    }

    private static final class IntParameter extends Parameter {
        private int[] values;

        IntParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((IntColumn) column).values();
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setInt(index(), values[row]);
            return true;
        }
    }

    private static final class LongParameter extends Parameter {
        private long[] values;

        LongParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((LongColumn) column).values();
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setLong(index(), values[row]);
            return true;
        }
    }

    private static final class FloatParameter extends Parameter {
        private float[] values;

        FloatParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((FloatColumn) column).values();
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setDouble(index(), values[row]);
            return !Float.isNaN(values[row]);
        }
    }

    private static final class DoubleParameter extends Parameter {
        private double[] values;

        DoubleParameter(int index) {
            super(index);
        }

        @Override
        void takeValues(Column column) {
            values = ((DoubleColumn) column).values();
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setDouble(index(), values[row]);
            return !Double.isNaN(values[row]);
        }
    }

    private static class BytesParameter extends Parameter {
        private final String placeholder;
        private byte[] bytes;
        private int[] offsets;

        BytesParameter(int index, String placeholder) {
            super(index);
            this.placeholder = placeholder;
        }

        @Override
        String placeholder() {
            return placeholder;
        }

        @Override
        void takeValues(Column column) {
            BytesColumn values = (BytesColumn) column;
            bytes = values.bytes();
            offsets = values.offsets();
        }

        @Override
        final boolean setValue(PreparedStatement statement, int row) throws SQLException {
            statement.setBytes(index(), Arrays.copyOfRange(bytes, offsets[row], offsets[row + 1]));
            return true;
        }
    }

    /** Types that are stored as text, in a database that keeps text in UTF-8. */
    private static final class TextParameter extends BytesParameter {
        private final Type type;

        TextParameter(Type type, int index) {
            super(index, "CAST(? AS TEXT)");
            this.type = type;
        }

        @Override
        void takeValues(Column column) {
            super.takeValues(column instanceof BytesColumn ? column : written(column));
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

    /** Types that are stored as text, in a database that keeps text in UTF-16. */
    private static final class StringParameter extends Parameter {
        private final ValueWriter writer;
        private final ByteSink out = new ByteSink(64);
        private Column values;

        StringParameter(Type type, int index) {
            super(index);
            this.writer = ValueWriter.of(type);
        }

        @Override
        void takeValues(Column column) {
            values = column;
        }

        @Override
        boolean setValue(PreparedStatement statement, int row) throws SQLException {
            out.clear();
            writer.write(values, row, out);
            statement.setString(index(), new String(out.array(), 0, out.length(), StandardCharsets.UTF_8));
            return true;
        }
    }
}
