package dev.sluice.formats;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and writes whole files of a format, in memory, row by row. */
public record FormatRows(FileFormat format) {
    private static final BatchSize BATCHES = new BatchSize(100, 1 << 20);
    private static final long MEMORY = 8 << 20;

    public StoredBytes file(byte[] content) {
        return new StoredBytes("data." + format.extensions().getFirst(), content);
    }

    public StoredBytes file(String content) {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    public Schema schema(InputFile file, Map<String, ?> options) throws IOException {
        return format.readSchema(file, Options.of(format.readOptions(), options));
    }

    /** All rows with the columns that the file has. */
    public List<List<Object>> rows(InputFile file, Map<String, ?> options) throws IOException, InterruptedException {
        return rows(file, options, Long.MAX_VALUE);
    }

    /** The same, read in ranges of about a size. */
    public List<List<Object>> rows(InputFile file, Map<String, ?> options, long targetBytes)
            throws IOException, InterruptedException {
        Schema schema = schema(file, options);
        return rows(file, options, targetBytes, schema, schema);
    }

    /** The same with the columns of a schema. */
    public List<List<Object>> rows(
            InputFile file, Map<String, ?> options, long targetBytes, Schema stored, Schema wanted)
            throws IOException, InterruptedException {
        Options validated = Options.of(format.readOptions(), options);
        Rows out = new Rows(wanted);
        for (FileRange range : format.split(file, validated, targetBytes)) {
            format.read(file, range, stored, validated, out);
        }
        return out.rows;
    }

    public StoredBytes write(Schema schema, List<List<Object>> rows, Map<String, ?> options) throws IOException {
        BatchBuilder batch = new BatchBuilder(schema, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), batch.column(i), row.get(i));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriterSettings settings = new WriterSettings(schema, Options.of(format.writeOptions(), options), false, MEMORY);
        try (RecordWriter writer = format.newWriter(out, settings)) {
            writer.write(batch.build());
            writer.finish();
        }
        return file(out.toByteArray());
    }

    private static final class Rows extends BatchOutput {
        private final List<List<Object>> rows = new ArrayList<>();

        Rows(Schema schema) {
            super(schema, BATCHES);
        }

        @Override
        public void emit(RecordBatch batch) {
            for (int i = 0; i < batch.rowCount(); i++) {
                rows.add(Values.row(batch, i));
            }
        }
    }
}
