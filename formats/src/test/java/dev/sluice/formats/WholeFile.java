package dev.sluice.formats;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads all of a file in memory as a run does: its columns, its ranges, their rows. */
public record WholeFile(Schema schema, List<List<Object>> rows) {
    private static final BatchSize BATCH = new BatchSize(1000, 1 << 20);

    /**
     * @param targetBytes about how large the ranges are
     */
    public static WholeFile read(
            FileFormat format, String name, byte[] content, Map<String, ?> written, long targetBytes) throws Exception {
        Options options = Options.of(format.readOptions(), written);
        List<List<Object>> rows = new ArrayList<>();
        try (InputFile file = new StoredBytes(name, content)) {
            Schema schema = format.readSchema(file, options);
            BatchOutput out = new BatchOutput(schema, BATCH) {
                @Override
                public void emit(RecordBatch batch) {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        rows.add(Values.row(batch, row));
                    }
                }
            };
            for (FileRange range : format.split(file, options, targetBytes)) {
                format.read(file, range, schema, options, out);
                out.flush();
            }
            return new WholeFile(schema, rows);
        }
    }
}
