package dev.sluice.formats.avro;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes an object container file. A part that will be appended has a header too: it is left out when that is done. */
final class AvroWriter implements RecordWriter {
    private static final int BLOCK = 1 << 18;

    private final OutputStream out;
    private final Schema schema;
    private final Encoders.Encoder[] encoders;
    private final BlockCodec codec;
    private final byte[] sync = new byte[AvroFile.SYNC_BYTES];
    private final ByteSink block = new ByteSink(BLOCK + (BLOCK >> 2));
    private final ByteSink packed = new ByteSink(0);
    private long rows;
    private long records;
    private long written;

    AvroWriter(OutputStream out, WriterSettings settings, Compression compression) throws IOException {
        this.out = out;
        this.schema = settings.schema();
        this.codec = new BlockCodec(compression, CompressionOptions.level(settings.options()));
        this.encoders = schema.fields().stream().map(Encoders::of).toArray(Encoders.Encoder[]::new);
        // not to be guessed, so that no data can look like it
        new SecureRandom().nextBytes(sync);
        writeHeader(compression);
    }

    private void writeHeader(Compression compression) throws IOException {
        Map<String, byte[]> metadata = new LinkedHashMap<>();
        metadata.put(AvroFile.SCHEMA, JsonTree.write(SchemaWriter.write(schema.fields())));
        metadata.put(AvroFile.CODEC, BlockCodec.nameOf(compression).getBytes(StandardCharsets.UTF_8));
        metadata.put(
                AvroFile.COLUMNS, new Type.Struct(schema.fields()).toString().getBytes(StandardCharsets.UTF_8));
        packed.write(AvroFile.MAGIC);
        Varints.write(packed, metadata.size());
        metadata.forEach((key, value) -> {
            Varints.writeBytes(packed, key.getBytes(StandardCharsets.UTF_8));
            Varints.writeBytes(packed, value);
        });
        packed.write(0);
        packed.write(sync);
        flush();
    }

    private void flush() throws IOException {
        out.write(packed.array(), 0, packed.length());
        written += packed.length();
        packed.clear();
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        Column[] columns = batch.columns().toArray(new Column[0]);
        for (int row = 0; row < batch.rowCount(); row++) {
            int column = 0;
            try {
                for (; column < columns.length; column++) {
                    encoders[column].write(columns[column], row, block);
                }
            } catch (AvroProblem e) {
                throw new ConnectorException(
                        e.code(),
                        "row " + (rows + row + 1) + " of this part, column '"
                                + schema.field(column).name() + "': " + e.getMessage(),
                        e);
            }
            records++;
            if (block.length() >= BLOCK) {
                endBlock();
            }
        }
        rows += batch.rowCount();
    }

    private void endBlock() throws IOException {
        ByteSink data = block;
        if (!codec.isNone()) {
            packed.clear();
            codec.compress(block, packed);
            data = packed;
        }
        ByteSink head = new ByteSink(20);
        Varints.write(head, records);
        Varints.write(head, data.length());
        out.write(head.array(), 0, head.length());
        out.write(data.array(), 0, data.length());
        out.write(sync);
        written += head.length() + data.length() + sync.length;
        block.clear();
        packed.clear();
        records = 0;
    }

    @Override
    public long bytesWritten() {
        return written;
    }

    @Override
    public void finish() throws IOException {
        if (records > 0) {
            endBlock();
        }
        out.flush();
    }

    @Override
    public void close() {
        codec.close();
    }
}
