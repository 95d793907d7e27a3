package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Turns batches into the bytes of {@code COPY … FROM STDIN (FORMAT binary)}. Not thread-safe. */
public final class RowEncoder {
    /** So few that the JVM compiles the loops over them as methods, rather than first while they run and then again. */
    private static final int BLOCK_ROWS = 64;

    private static final int PIECE = 128 << 10;
    private static final int FIELD_COUNT_BYTES = 2;
    private static final int TRAILER = -1;

    private final Schema schema;
    private final ColumnEncoder[] encoders;
    private final Sink sink;
    private final int[] positions = new int[BLOCK_ROWS];
    private byte[] buffer = new byte[2 * PIECE];
    private int filled;
    private long rows;

    /** Where the bytes go; the array is used again after the call. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int from, int length) throws SQLException;
    }

    /**
     * @param schema of the batches
     * @param nativeTypes the server's type of each column, as {@code format_type} says it
     */
    public RowEncoder(Schema schema, List<String> nativeTypes, Sink sink) {
        this.schema = schema;
        this.sink = sink;
        encoders = new ColumnEncoder[schema.size()];
        for (int i = 0; i < encoders.length; i++) {
            encoders[i] = WireType.parse(nativeTypes.get(i)).encoder(schema.type(i));
        }
        byte[] header = Wire.header();
        System.arraycopy(header, 0, buffer, 0, header.length);
        filled = header.length;
    }

    /** The number of rows so far. */
    public long rows() {
        return rows;
    }

    /** Decides on rows with a value that the server can't hold. */
    @FunctionalInterface
    public interface Refusals {
        /**
         * Leaves the row out, unless it throws.
         *
         * @param row in the batch, from 0
         * @param position of the row among all rows, from 0
         */
        void leaveOut(RecordBatch batch, int row, long position, RefusedField field);
    }

    /** Adds the rows of a batch that the server can hold. */
    public void add(RecordBatch batch, Refusals refusals) throws SQLException {
        BitSet leftOut = new BitSet();
        RecordBatch rest = batch;
        for (int column = 0; column < encoders.length; column++) {
            try {
                encoders[column].bind(rest.column(column));
            } catch (RefusedValue e) {
                int row = original(leftOut, e.row());
                refusals.leaveOut(batch, row, rows + row, refused(e, column, row));
                leftOut.set(row);
                rest = batch.without(leftOut);
                column = -1; // all columns are bound anew
            }
        }
        for (int from = 0; from < rest.rowCount(); from += BLOCK_ROWS) {
            encode(batch, leftOut, from, Math.min(rest.rowCount(), from + BLOCK_ROWS), refusals);
        }
        rows += batch.rowCount();
    }

    /** The number that a row had before others were left out. */
    private static int original(BitSet leftOut, int row) {
        int original = leftOut.nextClearBit(0);
        for (int i = 0; i < row; i++) {
            original = leftOut.nextClearBit(original + 1);
        }
        return original;
    }

    private void encode(RecordBatch batch, BitSet leftOut, int from, int to, Refusals refusals) throws SQLException {
        if (from == to) {
            return;
        }
        int refused;
        try {
            encodeBlock(from, to - from);
            return;
        } catch (RefusedInBlock e) {
            refused = e.value.row();
            int row = original(leftOut, refused);
            refusals.leaveOut(batch, row, rows + row, refused(e.value, e.column, row));
        }
        // nothing of the block was kept
        encode(batch, leftOut, from, refused, refusals);
        encode(batch, leftOut, refused + 1, to, refusals);
    }

    private static final class RefusedInBlock extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RefusedValue value;
        private final int column;

        RefusedInBlock(RefusedValue value, int column) {
            super(null, null, false, false);
            this.value = value;
            this.column = column;
        }
    }

    private void encodeBlock(int from, int count) throws SQLException {
        Arrays.fill(positions, 0, count, FIELD_COUNT_BYTES);
        for (int column = 0; column < encoders.length; column++) {
            try {
                encoders[column].measure(from, count, positions);
            } catch (RefusedValue e) {
                throw new RefusedInBlock(e, column);
            }
        }
        int end = layOut(count);
        for (int column = 0; column < encoders.length; column++) {
            try {
                encoders[column].write(from, count, buffer, positions);
            } catch (RefusedValue e) {
                throw new RefusedInBlock(e, column);
            }
        }
        filled = end;
        if (filled >= PIECE) {
            flush();
        }
    }

    /** Turns the rows' sizes into their positions behind what is in the buffer, and writes their field counts. */
    private int layOut(int count) {
        int end = filled;
        for (int i = 0; i < count; i++) {
            int size = positions[i];
            positions[i] = end;
            end = Math.addExact(end, size);
        }
        if (end + FIELD_COUNT_BYTES > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.addExact(end, PIECE));
        }
        for (int i = 0; i < count; i++) {
            Wire.putShort(buffer, positions[i], encoders.length);
            positions[i] += FIELD_COUNT_BYTES;
        }
        return end;
    }

    /** Writes what is left and the trailer. */
    public void finish() throws SQLException {
        if (filled + FIELD_COUNT_BYTES > buffer.length) {
            flush();
        }
        Wire.putShort(buffer, filled, TRAILER);
        filled += FIELD_COUNT_BYTES;
        flush();
    }

    private void flush() throws SQLException {
        sink.write(buffer, 0, filled);
        filled = 0;
    }

    private RefusedField refused(RefusedValue value, int column, int row) {
        return new RefusedField(value, schema.field(column).name(), rows + row + 1, "");
    }
}
