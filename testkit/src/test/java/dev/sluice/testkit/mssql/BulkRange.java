package dev.sluice.testkit.mssql;

import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;
import java.sql.Types;
import java.util.Set;

/** Rows (id INT, name NVARCHAR(40), amount BIGINT) from one number up to another. */
final class BulkRange implements ISQLServerBulkData {
    private static final long serialVersionUID = 1;

    private final int end;
    private int next;

    BulkRange(int start, int end) {
        this.next = start;
        this.end = end;
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
        return Set.of(1, 2, 3);
    }

    @Override
    public String getColumnName(int column) {
        return column == 1 ? "id" : column == 2 ? "name" : "amount";
    }

    @Override
    public int getColumnType(int column) {
        return column == 1 ? Types.INTEGER : column == 2 ? Types.NVARCHAR : Types.BIGINT;
    }

    @Override
    public int getPrecision(int column) {
        return column == 2 ? 40 : 19;
    }

    @Override
    public int getScale(int column) {
        return 0;
    }

    @Override
    public Object[] getRowData() {
        int id = next++;
        return new Object[] {id, "row number " + id, id * 3L};
    }

    @Override
    public boolean next() {
        return next < end;
    }
}
