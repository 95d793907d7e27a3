package dev.sluice.testkit.mssql;

import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;
import java.sql.Types;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Rows of (id, value) for a bulk copy. */
final class BulkRowsOf implements ISQLServerBulkData {
    private static final long serialVersionUID = 1;

    private final transient TypeSample sample;
    private final transient Iterator<Object[]> rows;

    BulkRowsOf(TypeSample sample, List<Object[]> rows) {
        this.sample = sample;
        this.rows = rows.iterator();
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
        return Set.of(1, 2);
    }

    @Override
    public String getColumnName(int column) {
        return column == 1 ? "id" : "v";
    }

    @Override
    public int getColumnType(int column) {
        return column == 1 ? Types.INTEGER : sample.jdbcType();
    }

    @Override
    public int getPrecision(int column) {
        return column == 1 ? 10 : sample.precision();
    }

    @Override
    public int getScale(int column) {
        return column == 1 ? 0 : sample.scale();
    }

    @Override
    public Object[] getRowData() {
        return rows.next();
    }

    @Override
    public boolean next() {
        return rows.hasNext();
    }
}
