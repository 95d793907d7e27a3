package dev.sluice.connectors.oracle.load;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.bind.BytesParameter;
import dev.sluice.connectors.jdbc.bind.NumberParameters;
import dev.sluice.connectors.jdbc.bind.Parameter;
import dev.sluice.connectors.jdbc.bind.TextParameter;
import dev.sluice.connectors.jdbc.bind.TimeParameters;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import oracle.jdbc.OraclePreparedStatement;
import oracle.jdbc.OracleTypes;

/** How columns are bound to the parameters of an INSERT. */
final class OracleParameters {
    private static final int MOST_DIGITS = 38;
    /** Of the first digit. */
    private static final int LARGEST_EXPONENT = 125;

    private static final int SMALLEST_EXPONENT = -130;

    private final TimeParameters times;
    private final EmptyValues empty;

    /**
     * @param empty counts texts and bytes of no length, which become NULL
     */
    OracleParameters(int firstYear, int lastYear, EmptyValues empty) {
        this.times = new TimeParameters(firstYear, lastYear);
        this.empty = empty;
    }

    /**
     * @param column that the values go to
     * @param required whether it can't be NULL
     */
    Parameter of(Type type, int index, TableColumn column, boolean required) {
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                column.nativeType().equals("BOOLEAN") ? NumberParameters.ofBoolean(index) : NumberParameters.bit(index);
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 -> NumberParameters.ofInt(index);
            case Type.Simple.INT64 -> NumberParameters.ofLong(index);
            case Type.Simple.FLOAT32 ->
                NumberParameters.ofFloat(index, OracleTypes.BINARY_FLOAT, OracleParameters::setFloat);
            case Type.Simple.FLOAT64 ->
                NumberParameters.ofDouble(index, OracleTypes.BINARY_DOUBLE, OracleParameters::setDouble);
            case Type.Decimal decimal -> NumberParameters.ofDecimal(index, decimal);
            case Type.Simple.NUMERIC -> new NumericParameter(index, NumberLimits.of(column.nativeType()));
            case Type.Simple.DATE -> times.ofDate(index);
            case Type.Timestamp timestamp -> times.ofTimestamp(index);
            case Type.TimestampTz instant -> times.ofInstant(index, OracleTypes.TIMESTAMPTZ);
            case Type.Simple.BINARY ->
                new BinaryParameter(index, column.nativeType().equals("BLOB") ? Types.BLOB : Types.VARBINARY, required);
            default -> new NonEmptyTextParameter(type, index, isLong(column) ? Types.CLOB : Types.VARCHAR, required);
        };
    }

    /** Whether a column may take a value that is sent apart from its row; such columns come last in an INSERT. */
    static boolean isLong(TableColumn column) {
        return switch (column.nativeType()) {
            case "CLOB", "NCLOB", "BLOB", "JSON", "LONG", "LONG RAW" -> true;
            default -> false;
        };
    }

    /** JDBC's own setter would make a NUMBER of it, which has no NaN. */
    private static boolean setFloat(PreparedStatement statement, int index, float value) throws SQLException {
        ((OraclePreparedStatement) statement).setBinaryFloat(index, value);
        return true;
    }

    private static boolean setDouble(PreparedStatement statement, int index, double value) throws SQLException {
        ((OraclePreparedStatement) statement).setBinaryDouble(index, value);
        return true;
    }

    /** Oracle would round what has more digits, and has no NaN. */
    private static final class NumericParameter extends TextParameter {
        private final Optional<NumberLimits> limits;

        NumericParameter(int index, Optional<NumberLimits> limits) {
            super(Type.NUMERIC, index, Types.NUMERIC);
            this.limits = limits;
        }

        @Override
        protected boolean setText(PreparedStatement statement, String text) throws SQLException {
            if (text.endsWith("N") || text.endsWith("y")) {
                return false;
            }
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            int exponent = number.precision() - number.scale() - 1;
            boolean fits = number.signum() == 0
                    || number.precision() <= MOST_DIGITS
                            && exponent <= LARGEST_EXPONENT
                            && exponent >= SMALLEST_EXPONENT
                            && limits.stream().allMatch(column -> column.hold(number));
            if (fits) {
                statement.setBigDecimal(index(), number);
            }
            return fits;
        }
    }

    private final class NonEmptyTextParameter extends TextParameter {
        private final boolean required;

        NonEmptyTextParameter(Type type, int index, int sqlType, boolean required) {
            super(type, index, sqlType);
            this.required = required;
        }

        @Override
        protected boolean setText(PreparedStatement statement, String text) throws SQLException {
            if (!text.isEmpty()) {
                return super.setText(statement, text);
            }
            return becomesNull(this, statement, required);
        }
    }

    private final class BinaryParameter extends BytesParameter {
        private final boolean required;
        private int[] offsets;

        BinaryParameter(int index, int sqlType, boolean required) {
            super(index, sqlType);
            this.required = required;
        }

        @Override
        protected void takeValues(Column column) {
            super.takeValues(column);
            offsets = ((BytesColumn) column).offsets();
        }

        @Override
        protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
            if (offsets[row + 1] > offsets[row]) {
                return super.setValue(statement, row);
            }
            return becomesNull(this, statement, required);
        }
    }

    private boolean becomesNull(Parameter parameter, PreparedStatement statement, boolean required)
            throws SQLException {
        if (required) {
            return false;
        }
        parameter.setNull(statement);
        empty.found();
        return true;
    }
}
