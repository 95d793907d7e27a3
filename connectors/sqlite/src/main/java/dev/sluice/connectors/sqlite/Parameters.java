package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.bind.BytesParameter;
import dev.sluice.connectors.jdbc.bind.NumberParameters;
import dev.sluice.connectors.jdbc.bind.Parameter;
import dev.sluice.connectors.jdbc.bind.TextParameter;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** How columns are bound to an INSERT's parameters. */
final class Parameters {
    private Parameters() {}

    static Parameter of(Type type, int index, boolean utf8) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> NumberParameters.bit(index);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> NumberParameters.ofInt(index);
            case Type.Simple.INT64 -> NumberParameters.ofLong(index);
            case Type.Simple.FLOAT32 -> NumberParameters.ofFloat(index, Types.NULL, Parameters::setReal);
            case Type.Simple.FLOAT64 -> NumberParameters.ofDouble(index, Types.NULL, Parameters::setReal);
            case Type.Simple.BINARY -> new BytesParameter(index, Types.NULL);
            default -> utf8 ? new Utf8Parameter(type, index) : new TextParameter(type, index, Types.NULL);
        };
    }

    /** SQLite would store NaN as NULL. */
    private static boolean setReal(PreparedStatement statement, int index, double value) throws SQLException {
        statement.setDouble(index, value);
        return !Double.isNaN(value);
    }

    /** Types that are stored as text, in a database that keeps text in UTF-8. */
    private static final class Utf8Parameter extends BytesParameter {
        private final Type type;

        Utf8Parameter(Type type, int index) {
            super(index, Types.NULL);
            this.type = type;
        }

        @Override
        public String placeholder() {
            return "CAST(? AS TEXT)";
        }

        @Override
        protected void takeValues(Column column) {
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
}
