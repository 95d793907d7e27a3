package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.sqlite.pages.StoredRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.core.Codes;

/** Makes batches of rows, and refuses values that aren't of their column's type. */
final class RowBatches {
    private static final int INITIAL_ROWS = 1024;
    private static final int LONGEST_VALUE_SHOWN = 60;

    private final SqliteDialect dialect = new SqliteDialect();
    private final ReadRequest request;
    private final boolean hasRowid;
    private final BatchOutput out;
    private final BatchSize full;
    private final BatchBuilder batch;
    private final Cell[] cells;
    private int rows;
    private long bytes;

    RowBatches(ReadRequest request, boolean hasRowid, BatchOutput out) {
        this.request = request;
        this.hasRowid = hasRowid;
        this.out = out;
        Schema schema = request.schema();
        full = out.batchSize();
        batch = new BatchBuilder(schema, Math.min(full.maxRows(), INITIAL_ROWS));
        cells = new Cell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Cell.of(schema.type(i), batch.column(i));
        }
    }

    void add(StoredRow row) throws SQLException, InterruptedException {
        for (int i = 0; i < cells.length; i++) {
            int size = cells[i].read(row, i);
            if (size < 0) {
                throw refused(row, i);
            }
            bytes += size;
        }
        rows++;
        if (full.isFull(rows, bytes)) {
            emit();
        }
    }

    void emit() throws InterruptedException {
        if (rows > 0) {
            out.emit(batch.build());
            rows = 0;
            bytes = 0;
        }
    }

    private ConnectorException refused(StoredRow row, int column) throws SQLException {
        Field field = request.schema().field(column);
        String rowid = hasRowid ? ", rowid " + row.rowid() : "";
        String name = dialect.quote(field.name());
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "SQLite " + request.stream().kind().name().toLowerCase(Locale.ROOT) + " '"
                        + request.stream().name() + "', column '" + field.name() + "'" + rowid + ": the "
                        + describe(row, column) + " is not a value of the column's type " + field.type()
                        + (field.nativeType().isEmpty() ? "" : " (declared " + field.nativeType() + ")")
                        + ". Correct it, or read the stream as a query that casts: SELECT CAST(" + name
                        + " AS TEXT) AS " + name + ", …");
    }

    private static String describe(StoredRow row, int column) throws SQLException {
        switch (row.storage(column)) {
            case Codes.SQLITE_INTEGER -> {
                return "INTEGER value '" + row.integer(column) + "'";
            }
            case Codes.SQLITE_FLOAT -> {
                return "REAL value '" + row.real(column) + "'";
            }
            default -> row.locate(column);
        }
        if (row.storage(column) == Codes.SQLITE_BLOB) {
            return "BLOB value of " + row.length() + " bytes";
        }
        String text = new String(row.bytes(), row.start(), row.length(), StandardCharsets.UTF_8);
        String shown = text.length() <= LONGEST_VALUE_SHOWN ? text : text.substring(0, LONGEST_VALUE_SHOWN) + "…";
        return "TEXT value '" + shown + "'";
    }
}
