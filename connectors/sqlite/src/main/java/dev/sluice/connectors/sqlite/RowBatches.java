package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.sqlite.pages.StoredRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Schema;
import java.sql.SQLException;

/** Makes batches of rows. */
final class RowBatches {
    private static final int INITIAL_ROWS = 1024;

    private final ReadRefusals refusals;
    private final BatchOutput out;
    private final BatchSize full;
    private final BatchBuilder batch;
    private final Cell[] cells;
    private long position;
    private int rows;
    private long bytes;

    RowBatches(ReadRequest request, boolean hasRowid, BatchOutput out) {
        refusals = new ReadRefusals(request, hasRowid, out);
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
            if (size == Cell.REFUSED && refusals.setsAside(row, i, position)) {
                for (int before = 0; before < i; before++) {
                    batch.column(before).truncate(rows);
                }
                position++;
                return;
            }
            if (size == Cell.REFUSED) {
                batch.column(i).appendNull();
            }
            bytes += Math.max(1, size);
        }
        position++;
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
}
