package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.BatchSize;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the messages of {@code COPY … TO STDOUT (FORMAT binary)} into batches: collects a block of rows that fits the
 * processor's cache, then decodes it column by column. Not thread-safe.
 */
public final class RowDecoder {
    /** As few as {@link RowEncoder}'s, for the same reason. */
    private static final int BLOCK_ROWS = 64;

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int INITIAL_ROWS = 4096;
    private static final int FIELD_COUNT_BYTES = 2;
    private static final int TRAILER = -1;
    private static final int EXTENSION_LENGTH_AT = 15;
    private static final int HEADER_BYTES = 19;

    private final Schema schema;
    private final BatchSize batchSize;
    private final BatchBuilder builder;
    private final ColumnDecoder[] decoders;
    private final byte[][] rows = new byte[BLOCK_ROWS][];
    private final int[] positions = new int[BLOCK_ROWS];
    private int blockRows;
    private int blockBytes;
    private int batchRows;
    private long rowsDone;
    private boolean headerSeen;

    /** Decodes rows whose fields are those of the schema, in the binary form of its native types. */
    public RowDecoder(Schema schema, BatchSize batchSize) {
        this.schema = schema;
        this.batchSize = batchSize;
        this.builder = new BatchBuilder(schema, Math.min(INITIAL_ROWS, batchSize.maxRows()));
        this.decoders = decoders(schema, builder);
    }

    private static ColumnDecoder[] decoders(Schema schema, BatchBuilder builder) {
        ColumnDecoder[] decoders = new ColumnDecoder[schema.size()];
        for (int i = 0; i < decoders.length; i++) {
            Field field = schema.field(i);
            decoders[i] = ColumnDecoder.of(
                    field.type(), builder.column(i), field.nativeType().startsWith("jsonb"));
        }
        return decoders;
    }

    /**
     * Takes one message of the server.
     *
     * @return a full batch, or null while there is none
     * @throws RefusedField where a value has no place in its column's type
     */
    public RecordBatch add(byte[] message) {
        int start = 0;
        if (!headerSeen) {
            headerSeen = true;
            start = HEADER_BYTES + Wire.intAt(message, EXTENSION_LENGTH_AT);
        }
        if (start == message.length || Wire.shortAt(message, start) == TRAILER) {
            return null;
        }
        if (Wire.shortAt(message, start) != decoders.length) {
            throw new IllegalStateException(
                    Wire.shortAt(message, start) + " fields arrived for " + decoders.length + " columns");
        }
        rows[blockRows] = message;
        positions[blockRows] = start + FIELD_COUNT_BYTES;
        blockRows++;
        blockBytes += message.length;
        if (blockRows < BLOCK_ROWS && blockBytes < BLOCK_BYTES && batchRows + blockRows < batchSize.maxRows()) {
            return null;
        }
        decodeBlock();
        return batchSize.isFull(batchRows, builder.sizeInBytes()) ? build() : null;
    }

    /** What is left at the end, or null. */
    public RecordBatch finish() {
        decodeBlock();
        return batchRows == 0 ? null : build();
    }

    private void decodeBlock() {
        int count = blockRows;
        for (int column = 0; column < decoders.length; column++) {
            try {
                decoders[column].decode(rows, positions, count);
            } catch (RefusedValue e) {
                throw new RefusedField(e, schema.field(column).name(), rowsDone + e.row() + 1, key(rows[e.row()]));
            }
        }
        for (int i = 0; i < count; i++) {
            if (positions[i] != rows[i].length) {
                throw new IllegalStateException("row " + (rowsDone + i + 1) + " has " + rows[i].length
                        + " bytes, of which its fields take " + positions[i]);
            }
            rows[i] = null;
        }
        batchRows += count;
        rowsDone += count;
        blockRows = 0;
        blockBytes = 0;
    }

    private RecordBatch build() {
        batchRows = 0;
        return builder.build();
    }

    /** The primary key's values in a row, as far as they are read: {@code id = 7}; empty where there is no key. */
    private String key(byte[] row) {
        boolean first = Wire.longAt(row, 0) == Wire.longAt(Wire.header(), 0);
        int at = (first ? HEADER_BYTES : 0) + FIELD_COUNT_BYTES;
        List<String> parts = new ArrayList<>();
        for (Field field : schema.fields()) {
            int next = at + 4 + Math.max(0, Wire.intAt(row, at));
            if (schema.primaryKey().contains(field.name())) {
                parts.add(field.name() + " = " + text(field, row, at));
            }
            at = next;
        }
        return String.join(", ", parts);
    }

    private static String text(Field field, byte[] row, int at) {
        BatchBuilder one = new BatchBuilder(Schema.of(field), 1);
        try {
            decoders(one.schema(), one)[0].decode(new byte[][] {row}, new int[] {at}, 1);
        } catch (RefusedValue e) {
            return e.value();
        }
        Column column = one.build().column(0);
        ByteSink out = new ByteSink(32);
        if (!column.isNull(0)) {
            ValueWriter.of(field.type()).write(column, 0, out);
        }
        return out.toString();
    }
}
