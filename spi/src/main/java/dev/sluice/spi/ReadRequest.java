package dev.sluice.spi;

import dev.sluice.spi.data.Schema;
import java.io.Serializable;

/**
 * What to read of one stream. Plain data.
 *
 * @param options the source's validated options
 * @param stream as {@link SourceConnector#discoverSchema} gave it
 * @param schema the columns wanted, in the order wanted: a selection of the stream's own; every batch must have exactly
 *     these
 * @param parallelism how many splits will be read at once
 * @param batchSize how large batches shall be
 * @param taskMemory how much heap one split's read may hold, in bytes, beside the batches it has emitted
 * @param increment which rows to read; null for all of them
 */
public record ReadRequest(
        Options options,
        CatalogStream stream,
        Schema schema,
        int parallelism,
        BatchSize batchSize,
        long taskMemory,
        Increment increment)
        implements Serializable {
    /** All rows. */
    public ReadRequest(
            Options options,
            CatalogStream stream,
            Schema schema,
            int parallelism,
            BatchSize batchSize,
            long taskMemory) {
        this(options, stream, schema, parallelism, batchSize, taskMemory, null);
    }

    /** The same rows of other columns. */
    public ReadRequest withSchema(Schema columns) {
        return new ReadRequest(options, stream, columns, parallelism, batchSize, taskMemory, increment);
    }

    /** Other rows of the same columns. */
    public ReadRequest with(Increment rows) {
        return new ReadRequest(options, stream, schema, parallelism, batchSize, taskMemory, rows);
    }
}
