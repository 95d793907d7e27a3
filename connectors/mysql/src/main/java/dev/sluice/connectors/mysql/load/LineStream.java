package dev.sluice.connectors.mysql.load;

import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.text.ByteSink;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/** A task's rows as the lines that the driver reads while LOAD DATA runs: batches are encoded as it asks for more. */
final class LineStream extends InputStream {
    private static final int CHUNK = 64 << 10;

    private final BatchInput in;
    private final Table staging;
    private final LineEncoder encoder;
    private final RefusedRows refused;
    private final ByteSink lines = new ByteSink(2 * CHUNK);
    private int position;
    private RecordBatch batch;
    private int row;
    private long rowsBefore;
    private long rows;
    private long bytes;
    private boolean ended;
    private Exception failure;

    LineStream(BatchInput in, Table staging, RefusedRows refused) {
        this.in = in;
        this.staging = staging;
        this.encoder = new LineEncoder(in.schema(), staging);
        this.refused = refused;
    }

    /** Rows written as lines. */
    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** Why the stream ended early: the driver keeps such things to itself. */
    void requireComplete() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws InterruptedIOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (position == lines.length() && !fill()) {
            return -1;
        }
        int count = Math.min(length, lines.length() - position);
        System.arraycopy(lines.array(), position, target, from, count);
        position += count;
        return count;
    }

    private boolean fill() throws InterruptedIOException {
        lines.clear();
        position = 0;
        try {
            while (lines.length() < CHUNK && nextRow()) {
                encodeRow();
            }
        } catch (Exception e) {
            failure = e;
            ended = true;
            InterruptedIOException stop = new InterruptedIOException("the rows ended early");
            stop.initCause(e);
            throw stop;
        }
        bytes += lines.length();
        return lines.length() > 0;
    }

    private boolean nextRow() throws InterruptedException {
        while (!ended && (batch == null || row == batch.rowCount())) {
            rowsBefore += batch == null ? 0 : batch.rowCount();
            batch = in.next();
            row = 0;
            ended = batch == null;
        }
        return !ended;
    }

    private void encodeRow() {
        int start = lines.length();
        int column = encoder.encode(batch, row, lines);
        if (column == LineEncoder.COMPLETE) {
            rows++;
        } else {
            refused.refuse(
                    batch,
                    row,
                    rowsBefore + row,
                    column,
                    "can't be kept as " + staging.columns().get(column).nativeType());
            lines.setLength(start);
        }
        row++;
    }
}
