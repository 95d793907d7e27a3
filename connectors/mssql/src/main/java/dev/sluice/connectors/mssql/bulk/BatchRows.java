package dev.sluice.connectors.mssql.bulk;

import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import java.util.Set;
import java.util.TreeSet;

/** A task's rows, one after the other as the driver asks for them. Used by one thread. */
final class BatchRows implements ISQLServerBulkData {
    private static final long serialVersionUID = 1;

    private final transient BatchInput in;
    private final transient BulkColumn[] columns;
    private final transient RefusedRows refused;
    private final transient Object[] values;
    private transient RecordBatch batch;
    private transient Exception failure;
    private int row;
    private long rowsBefore;
    private long rows;
    private long bytes;
    private boolean ended;

    BatchRows(BatchInput in, BulkColumn[] columns, RefusedRows refused) {
        this.in = in;
        this.columns = columns.clone();
        this.refused = refused;
        this.values = new Object[columns.length];
    }

    /** Rows given to the driver. */
    long rows() {
        return rows;
    }

    /** How large their batches were. */
    long bytes() {
        return bytes;
    }

    /** Why the rows ended early: the driver has no place for exceptions like these. */
    void requireComplete() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
        Set<Integer> ordinals = new TreeSet<>();
        for (int i = 1; i <= columns.length; i++) {
            ordinals.add(i);
        }
        return ordinals;
    }

    @Override
    public String getColumnName(int column) {
        return columns[column - 1].name();
    }

    @Override
    public int getColumnType(int column) {
        return columns[column - 1].jdbcType();
    }

    @Override
    public int getPrecision(int column) {
        return columns[column - 1].precision();
    }

    @Override
    public int getScale(int column) {
        return columns[column - 1].scale();
    }

    @Override
    public Object[] getRowData() {
        return values;
    }

    @Override
    public boolean next() {
        try {
            while (nextRow()) {
                int column = convert();
                if (column < 0) {
                    row++;
                    rows++;
                    return true;
                }
                refused.refuse(batch, row, rowsBefore + row, column);
                row++;
            }
        } catch (Exception e) {
            failure = e;
            ended = true;
        }
        return false;
    }

    private boolean nextRow() throws InterruptedException {
        while (!ended && (batch == null || row == batch.rowCount())) {
            rowsBefore += batch == null ? 0 : batch.rowCount();
            batch = in.next();
            row = 0;
            ended = batch == null;
            bytes += ended ? 0 : batch.sizeInBytes();
        }
        return !ended;
    }

    /** The column whose value the server doesn't have, or -1. */
    private int convert() {
        for (int i = 0; i < columns.length; i++) {
            Column column = batch.column(i);
            if (column.isNull(row)) {
                values[i] = null;
            } else {
                values[i] = columns[i].value().of(column, row);
                if (values[i] == null) {
                    return i;
                }
            }
        }
        return -1;
    }
}
