package dev.sluice.engine.verify;

import dev.sluice.engine.content.RowHashes;
import dev.sluice.spi.data.RecordBatch;

/**
 * The hashes of a batch's rows and of their keys; a stream without a key is its own.
 *
 * @param keys tell which row it is
 * @param rows tell what it holds
 */
record HashedRows(RowHashes keys, RowHashes rows) {
    static HashedRows of(RecordBatch batch) {
        RowHashes rows = RowHashes.of(batch);
        return new HashedRows(
                batch.schema().primaryKey().isEmpty()
                        ? rows
                        : RowHashes.of(batch, batch.schema().primaryKey()),
                rows);
    }

    int size() {
        return rows.high().length;
    }
}
