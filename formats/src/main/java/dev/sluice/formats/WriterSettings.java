package dev.sluice.formats;

import dev.sluice.spi.Options;
import dev.sluice.spi.data.Schema;

/**
 * What a {@link RecordWriter} is made from.
 *
 * @param schema the columns of every batch
 * @param options the format's write options among others
 * @param continuation whether the output will be appended to another part's: then no header is written
 * @param memory how much heap the writer may hold, in bytes
 */
public record WriterSettings(Schema schema, Options options, boolean continuation, long memory) {}
