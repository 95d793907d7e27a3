package dev.sluice.formats.parquet;

import java.io.Closeable;
import java.io.IOException;

/** Reads the leaf columns of some row groups, batch by batch. Not thread-safe. */
interface LeafReader extends Closeable {
    /**
     * Goes on to the next batch.
     *
     * @return how many rows it has; 0 at the end
     * @throws DamagedPageException where the file can't be right
     */
    int next() throws IOException;

    /** The values of the current batch of one of the columns, by its position in the file. */
    LeafValues leaf(int position);

    @Override
    void close();
}
