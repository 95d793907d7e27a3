package dev.sluice.formats.parquet;

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
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and writes Parquet files on disk the way a connector does, and asks DuckDB about them. */
final class ParquetFiles {
    static final ParquetFormat FORMAT = new ParquetFormat();
    static final long MEMORY = 64L << 20;
    static final BatchSize BATCHES = new BatchSize(10_000, 4 << 20);

    private ParquetFiles() {}

    static Options options(Map<String, ?> written) {
        return Options.of(FORMAT.writeOptions(), written);
    }

    static Path write(Path path, Map<String, ?> options, List<RecordBatch> batches) throws IOException {
        WriterSettings settings = new WriterSettings(batches.getFirst().schema(), options(options), false, MEMORY);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path));
                RecordWriter writer = FORMAT.newWriter(out, settings)) {
            for (RecordBatch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        return path;
    }

    static Path write(Path path, RecordBatch... batches) throws IOException {
        return write(path, Map.of(), List.of(batches));
    }

    static RecordBatch batch(Schema schema, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), builder.column(i), row.get(i));
            }
        }
        return builder.build();
    }

    static Schema schema(Path path) throws IOException {
        try (InputFile file = open(path)) {
            return FORMAT.readSchema(file, options(Map.of()));
        }
    }

    static List<FileRange> ranges(Path path, long targetBytes) throws IOException {
        try (InputFile file = open(path)) {
            return FORMAT.split(file, options(Map.of()), targetBytes);
        }
    }

    static List<RecordBatch> read(Path path) throws IOException, InterruptedException {
        return read(path, schema(path), BATCHES, Long.MAX_VALUE);
    }

    static List<RecordBatch> read(Path path, Schema schema, BatchSize size, long targetBytes)
            throws IOException, InterruptedException {
        List<RecordBatch> batches = new ArrayList<>();
        try (InputFile file = open(path)) {
            for (FileRange range : FORMAT.split(file, options(Map.of()), targetBytes)) {
                FORMAT.read(file, range, schema, options(Map.of()), new BatchOutput(schema, size) {
                    @Override
                    public void emit(RecordBatch batch) {
                        batches.add(batch);
                    }
                });
            }
        }
        return batches;
    }

    static List<List<Object>> rows(Path path) throws IOException, InterruptedException {
        List<List<Object>> rows = new ArrayList<>();
        for (RecordBatch batch : read(path)) {
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(Values.row(batch, row));
            }
        }
        return rows;
    }

    /** What DuckDB answers, as text; {@code $file} in the query stands for the file. */
    static List<List<String>> ask(Path path, String query) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(query.replace("$file", "'" + path + "'"))) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** A file that DuckDB writes from a query. */
    static Path copy(Path path, String query, String options) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("copy (" + query + ") to '" + path + "' (format parquet" + options + ")");
        }
        return path;
    }

    static InputFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        return new DiskFile(path, channel, channel.size());
    }

    /** A local file. */
    record DiskFile(Path path, FileChannel channel, long length) implements InputFile {
        @Override
        public String name() {
            return path.getFileName().toString();
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
