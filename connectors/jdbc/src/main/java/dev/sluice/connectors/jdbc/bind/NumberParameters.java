package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Parameters for columns of numbers, through the setter that every driver has for them. */
public final class NumberParameters {
    private NumberParameters() {}

    /** Binds a float; drivers differ in what they do with NaN and infinities. */
    @FunctionalInterface
    public interface FloatSetter {
        /** False where the database can't store the value. */
        boolean set(PreparedStatement statement, int index, float value) throws SQLException;
    }

    /** Binds a double; drivers differ in what they do with NaN and infinities. */
    @FunctionalInterface
    public interface DoubleSetter {
        /** False where the database can't store the value. */
        boolean set(PreparedStatement statement, int index, double value) throws SQLException;
    }

    /** True as 1, false as 0. */
    public static Parameter bit(int index) {
        return new Parameter(index, Types.INTEGER) {
            private boolean[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((BooleanColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                statement.setInt(index(), values[row] ? 1 : 0);
                return true;
            }
        };
    }

    public static Parameter ofBoolean(int index) {
        return new Parameter(index, Types.BOOLEAN) {
            private boolean[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((BooleanColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                statement.setBoolean(index(), values[row]);
                return true;
            }
        };
    }

    /** INT8 to INT32. */
    public static Parameter ofInt(int index) {
        return new Parameter(index, Types.INTEGER) {
            private int[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((IntColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                statement.setInt(index(), values[row]);
                return true;
            }
        };
    }

    public static Parameter ofLong(int index) {
        return new Parameter(index, Types.BIGINT) {
            private long[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((LongColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                statement.setLong(index(), values[row]);
                return true;
            }
        };
    }

    public static Parameter ofFloat(int index, int sqlType, FloatSetter setter) {
        return new Parameter(index, sqlType) {
            private float[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((FloatColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                return setter.set(statement, index(), values[row]);
            }
        };
    }

    public static Parameter ofDouble(int index, int sqlType, DoubleSetter setter) {
        return new Parameter(index, sqlType) {
            private double[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((DoubleColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                return setter.set(statement, index(), values[row]);
            }
        };
    }

    public static Parameter ofDecimal(int index, Type.Decimal type) {
        return type.fitsLong() ? ofLongDecimal(index, type.scale()) : ofWideDecimal(index, type.scale());
    }

    private static Parameter ofLongDecimal(int index, int scale) {
        return new Parameter(index, Types.NUMERIC) {
            private long[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((LongColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                statement.setBigDecimal(index(), BigDecimal.valueOf(values[row], scale));
                return true;
            }
        };
    }

    private static Parameter ofWideDecimal(int index, int scale) {
        return new Parameter(index, Types.NUMERIC) {
            private final ByteBuffer unscaled = ByteBuffer.allocate(2 * Long.BYTES);
            private Int128Column values;

            @Override
            protected void takeValues(Column column) {
                values = (Int128Column) column;
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                unscaled.putLong(0, values.high(row)).putLong(Long.BYTES, values.low(row));
                statement.setBigDecimal(index(), new BigDecimal(new BigInteger(unscaled.array()), scale));
                return true;
            }
        };
    }
}
