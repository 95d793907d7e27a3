package dev.sluice.formats.avro;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the records of the blocks in a range into columns. Not thread-safe. */
final class AvroReader {
    private static final int INITIAL_ROWS = 4096;

    private final InputFile file;
    private final AvroFile header;
    private final BatchOutput out;
    private final BatchBuilder batch;
    private final Decoders.Fields fields;
    private final AvroInput in = new AvroInput();
    private int field;

    /**
     * @param readerSchema what is asked for by the user; null where nothing is
     */
    AvroReader(InputFile file, AvroFile header, AvroSchema.RecordOf readerSchema, BatchOutput out) {
        this.file = file;
        this.header = header;
        this.out = out;
        this.batch = new BatchBuilder(out.schema(), Math.min(out.batchSize().maxRows(), INITIAL_ROWS));
        try {
            this.fields = fields(readerSchema);
        } catch (AvroProblem e) {
            throw new ConnectorException(e.code(), file.name() + ": " + e.getMessage(), e);
        }
    }

    private Decoders.Fields fields(AvroSchema.RecordOf readerSchema) {
        Schema wanted = out.schema();
        List<String> names = new ArrayList<>();
        for (Field field : wanted.fields()) {
            names.add(readerSchema == null ? writtenName(field.name()) : field.name());
        }
        return Decoders.fields(
                header.schema(),
                readerSchema,
                names,
                (index, schemas) ->
                        Decoders.of(schemas.writer(), schemas.reader(), wanted.type(index), batch.column(index)));
    }

    /** The name in the file's schema of a column, which may have another name there. */
    private String writtenName(String column) {
        for (int i = 0; i < header.fields().size(); i++) {
            if (header.fields().get(i).name().equals(column)) {
                return header.schema().fields().get(i).name();
            }
        }
        return "\0"; // in no schema
    }

    /** Emits the records of the range. */
    void read(FileRange range) throws IOException, InterruptedException {
        BlockReader blocks = new BlockReader(file, header, range);
        ByteSink unpacked = new ByteSink(0);
        int count = 0;
        long bytes = 0;
        try (BlockCodec codec = new BlockCodec(header.compression(), OptionalInt.empty())) {
            while (blocks.next()) {
                unpack(blocks, codec, unpacked);
                blocks.requireCount(in.remaining());
                for (long i = 0; i < blocks.count(); i++) {
                    int before = in.remaining();
                    readRecord(blocks, i);
                    count++;
                    // what the record takes stands for what the columns take: cheaper than asking every column
                    bytes += before - in.remaining();
                    if (out.batchSize().isFull(count, bytes)) {
                        emit(count);
                        count = 0;
                        bytes = 0;
                    }
                }
                if (in.remaining() > 0) {
                    throw blocks.malformed(in.remaining() + " bytes are left after its " + blocks.count() + " records");
                }
            }
        }
        if (count > 0) {
            emit(count);
        }
    }

    private void unpack(BlockReader blocks, BlockCodec codec, ByteSink unpacked) {
        if (codec.isNone()) {
            in.reset(blocks.bytes(), blocks.data(), blocks.data() + blocks.size());
            return;
        }
        try {
            codec.unpack(blocks.bytes(), blocks.data(), blocks.size(), unpacked);
        } catch (AvroProblem e) {
            throw blocks.malformed(e.getMessage());
        }
        in.reset(unpacked.array(), 0, unpacked.length());
    }

    private void readRecord(BlockReader blocks, long index) {
        try {
            for (field = 0; field < fields.decoders().length; field++) {
                int column = fields.members()[field];
                fields.decoders()[field].read(in, column < 0 ? null : batch.column(column));
            }
        } catch (AvroProblem e) {
            int column = fields.members()[field];
            String name = column < 0
                    ? header.schema().fields().get(field).name()
                    : out.schema().field(column).name();
            throw new ConnectorException(
                    e.code(),
                    file.name() + ": the block at byte " + blocks.start() + ", record " + (index + 1) + " of "
                            + blocks.count() + ", column '" + name + "': " + e.getMessage(),
                    e);
        }
    }

    private void emit(int count) throws InterruptedException {
        // a batch of no columns still has rows
        out.emit(batch.schema().size() > 0 ? batch.build() : new RecordBatch(batch.schema(), count, List.of()));
    }
}
