package dev.sluice.connectors.jdbc.result;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import java.sql.SQLException;

/** What becomes of values that aren't of their column's type: the run ends, the value becomes NULL, or its row is set aside. */
public record ReadRefusals(String product, StreamName table, RowErrors errors) {
    private static final int LONGEST_VALUE_SHOWN = 60;

    /** Gives a row as it was found. */
    @FunctionalInterface
    public interface RawRow {
        byte[] bytes() throws SQLException;
    }

    /**
     * Decides on a value.
     *
     * @param position of the row in its split, from 0
     * @param value as the database shows it
     * @return whether the row is left out; otherwise the value is to be NULL
     */
    public boolean setsAside(Field field, long position, String value, RawRow raw) throws SQLException {
        String shown = value.length() <= LONGEST_VALUE_SHOWN ? value : value.substring(0, LONGEST_VALUE_SHOWN) + "…";
        BadRow bad = new BadRow(
                product + " table '" + table + "'",
                0,
                position,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                "'" + shown + "' is not a value of type " + field.type() + ": correct it, set on_error, or select it as"
                        + " a text (\"" + field.name() + ": string\" under 'columns')",
                errors.policy() == OnError.FAIL ? new byte[0] : raw.bytes());
        return errors.setsAside(bad, field.nullable());
    }
}
