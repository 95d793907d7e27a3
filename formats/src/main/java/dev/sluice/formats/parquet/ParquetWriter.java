package dev.sluice.formats.parquet;

import dev.sluice.formats.BodyOutput;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.data.RecordBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;

/** Encodes batches column by column, and writes a row group whenever the encoded columns fill one. */
final class ParquetWriter implements RecordWriter {
    private static final long DEFAULT_ROW_GROUP_BYTES = 16L << 20;
    private static final long MIN_ROW_GROUP_BYTES = 64L << 10;

    private final OutputStream out;
    private final Footer footer;
    private final Encoders encoders;
    private final PageSink sink;
    private final List<ChunkWriter> chunks;
    private final List<ColumnNode> columns;
    private final long rowGroupBytes;
    private boolean finished;
    private boolean closed;
    private long position;
    private long rows;

    ParquetWriter(OutputStream out, WriterSettings settings) throws IOException {
        this.out = out;
        // half of the memory for encoded pages; open pages, dictionaries and buffers take the rest
        this.rowGroupBytes = Math.max(
                MIN_ROW_GROUP_BYTES,
                Math.min(
                        settings.options().find(ParquetFormat.ROW_GROUP_SIZE).orElse(DEFAULT_ROW_GROUP_BYTES),
                        settings.memory() / 2));
        this.encoders = Encoders.take(new Encoders.Kind(
                settings.schema(),
                ParquetFormat.compression(settings.options()),
                CompressionOptions.level(settings.options()),
                rowGroupBytes));
        this.sink = encoders.sink();
        this.columns = encoders.columns();
        this.chunks = encoders.chunks();
        this.footer = Footer.of(new FileLayout(settings.schema()), settings.schema());
        out.write(Footer.MAGIC);
        position = Footer.MAGIC.length;
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).writeRows(batch.column(i));
        }
        rows += batch.rowCount();
        long buffered = 0;
        for (ChunkWriter chunk : chunks) {
            buffered += chunk.bufferedBytes();
        }
        if (buffered >= rowGroupBytes) {
            endRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        if (rows == 0) {
            return;
        }
        long start = position;
        long uncompressed = 0;
        List<ColumnChunk> written = new ArrayList<>(chunks.size());
        for (ChunkWriter chunk : chunks) {
            chunk.endChunk();
            ColumnChunk column = chunk.writeTo(out, position);
            position += column.getMeta_data().getTotal_compressed_size();
            uncompressed += column.getMeta_data().getTotal_uncompressed_size();
            written.add(column);
        }
        sink.clear();
        footer.add(new RowGroup(written, uncompressed, rows)
                .setFile_offset(start)
                .setTotal_compressed_size(position - start));
        rows = 0;
    }

    @Override
    public long bytesWritten() {
        return position;
    }

    @Override
    public void finish() throws IOException {
        endRowGroup();
        BodyOutput.end(out);
        position += footer.writeTo(out);
        finished = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        sink.close();
        if (finished) {
            encoders.give();
        }
    }
}
