package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files and rows of the tests. */
final class CsvRows {
    static final CsvFormat FORMAT = new CsvFormat();
    static final BatchSize BATCH = new BatchSize(1000, 1 << 20);

    private CsvRows() {}

    static Path file(Path folder, String text) {
        return file(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path folder, byte[] bytes) {
        try {
            return Files.write(folder.resolve("orders.csv"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Schema schema(Path path, Map<String, ?> options) throws IOException {
        try (InputFile file = DiskFile.open(path)) {
            return FORMAT.readSchema(file, Options.of(FORMAT.readOptions(), options));
        }
    }

    static List<List<Object>> read(Path path, Map<String, ?> options) throws Exception {
        return read(path, options, Long.MAX_VALUE);
    }

    /** The rows of all ranges, in order, as Java objects. */
    static List<List<Object>> read(Path path, Map<String, ?> written, long targetBytes) throws Exception {
        try (InputFile file = DiskFile.open(path)) {
            Options options = Options.of(FORMAT.readOptions(), written);
            Schema schema = FORMAT.readSchema(file, options);
            List<List<Object>> rows = new ArrayList<>();
            for (FileRange range : FORMAT.split(file, options, targetBytes)) {
                rows.addAll(read(file, range, schema, options, schema, BATCH));
            }
            return rows;
        }
    }

    static List<List<Object>> read(
            InputFile file, FileRange range, Schema fileSchema, Options options, Schema wanted, BatchSize size)
            throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        FORMAT.read(file, range, fileSchema, options, new BatchOutput(wanted, size) {
            @Override
            public void emit(RecordBatch batch) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    rows.add(Values.row(batch, row));
                }
            }
        });
        return rows;
    }

    static RecordBatch batch(Schema schema, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(schema, 16);
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), builder.column(i), row.get(i));
            }
        }
        return builder.build();
    }

    static void write(Path path, Map<String, ?> written, boolean continuation, RecordBatch... batches)
            throws IOException {
        Options options = Options.of(FORMAT.writeOptions(), written);
        try (OutputStream out = Files.newOutputStream(path);
                RecordWriter writer = FORMAT.newWriter(
                        out, new WriterSettings(batches[0].schema(), options, continuation, 1 << 20))) {
            for (RecordBatch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
    }
}
