package dev.sluice.formats.json;

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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and writes files on disk the way a connector does. */
final class JsonFiles {
    static final JsonlFormat FORMAT = new JsonlFormat();
    static final BatchSize BATCHES = new BatchSize(100, 1 << 20);

    private JsonFiles() {}

    static Options options(Map<String, ?> written) {
        return Options.of(FORMAT.readOptions(), written);
    }

    static Path file(Path folder, String text) throws IOException {
        return file(folder, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path folder, byte[] content) throws IOException {
        return Files.write(folder.resolve("data.jsonl"), content);
    }

    static Schema schema(Path path, Map<String, ?> options) throws IOException {
        try (InputFile file = new PathFile(path)) {
            return FORMAT.readSchema(file, options(options));
        }
    }

    static List<List<Object>> rows(Path path) throws Exception {
        return rows(path, schema(path, Map.of()), Long.MAX_VALUE);
    }

    static List<List<Object>> rows(Path path, Schema schema, long targetBytes) throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        try (InputFile file = new PathFile(path)) {
            for (FileRange range : FORMAT.split(file, options(Map.of()), targetBytes)) {
                FORMAT.read(file, range, schema, options(Map.of()), new Rows(schema, rows));
            }
        }
        return rows;
    }

    static void write(Path path, Schema schema, List<List<Object>> rows) throws IOException {
        BatchBuilder batch = new BatchBuilder(schema, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), batch.column(i), row.get(i));
            }
        }
        WriterSettings settings = new WriterSettings(schema, options(Map.of()), false, 1 << 20);
        try (OutputStream out = Files.newOutputStream(path);
                RecordWriter writer = FORMAT.newWriter(out, settings)) {
            writer.write(batch.build());
            writer.finish();
        }
    }

    private static final class Rows extends BatchOutput {
        private final List<List<Object>> rows;

        Rows(Schema schema, List<List<Object>> rows) {
            super(schema, BATCHES);
            this.rows = rows;
        }

        @Override
        public void emit(RecordBatch batch) {
            for (int i = 0; i < batch.rowCount(); i++) {
                rows.add(Values.row(batch, i));
            }
        }
    }

    static final class PathFile implements InputFile {
        private final Path path;
        private final FileChannel channel;
        private final long length;

        PathFile(Path path) throws IOException {
            this.path = path;
            this.channel = FileChannel.open(path);
            this.length = channel.size();
        }

        @Override
        public String name() {
            return path.getFileName().toString();
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) throws IOException {
            return channel.read(ByteBuffer.wrap(target, offset, count), position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
