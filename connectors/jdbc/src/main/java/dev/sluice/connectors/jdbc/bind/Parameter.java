package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.data.Column;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One column of an INSERT: binds a row's value. Used by one thread. */
public abstract class Parameter {
    private final int index;
    private final int sqlType;
    private boolean[] nulls;

    /**
     * @param index from 1
     * @param sqlType what NULL is bound as, from {@link java.sql.Types}
     */
    protected Parameter(int index, int sqlType) {
        this.index = index;
        this.sqlType = sqlType;
    }

    /** From 1. */
    public final int index() {
        return index;
    }

    /** What stands for the value in the INSERT. */
    public String placeholder() {
        return "?";
    }

    /** Binds from this column from now on. */
    public final void take(Column column) {
        nulls = column.nulls();
        takeValues(column);
    }

    /** Binds a row's value; false where the database can't store it. */
    public final boolean set(PreparedStatement statement, int row) throws SQLException {
        if (nulls != null && nulls[row]) {
            setNull(statement);
            return true;
        }
        return setValue(statement, row);
    }

    /** Binds NULL. */
    public final void setNull(PreparedStatement statement) throws SQLException {
        statement.setNull(index, sqlType);
    }

    protected abstract void takeValues(Column column);

    protected abstract boolean setValue(PreparedStatement statement, int row) throws SQLException;
}
