package dev.sluice.formats.csv;

import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes CSV. Some rows at a time, each column says how long its fields are; where each row starts follows from that, and
 * each column then writes its fields to where they belong, by a loop of its own.
 */
final class CsvWriter implements RecordWriter {
    private static final int FLUSH_SIZE = 256 << 10;
    /** How many fields are written at a time: what they take should stay in the processor's cache. */
    private static final int FIELDS = 8192;

    private static final int MIN_ROWS = 16;
    private static final int MAX_ROWS = 1024;

    private final OutputStream out;
    private final ByteSink pending = new ByteSink(FLUSH_SIZE);
    private final ColumnText[] columns;
    /** Where the next field of each row belongs. */
    private final int[] positions;
    /** What the delimiters and the line end of a row take. */
    private final int endsPerRow;

    private long written;

    CsvWriter(OutputStream out, WriterSettings settings) {
        this.out = out;
        Dialect dialect = Dialect.forWriting(settings.options());
        byte[] lineEnd = settings.options().get(CsvOptions.LINE_ENDING).text().getBytes(StandardCharsets.US_ASCII);
        byte[] delimiter = {dialect.delimiter()};
        this.columns = new ColumnText[settings.schema().size()];
        this.positions = new int[Math.clamp(FIELDS / Math.max(1, columns.length), MIN_ROWS, MAX_ROWS)];
        this.endsPerRow = columns.length == 0 ? 0 : columns.length - 1 + lineEnd.length;
        for (int i = 0; i < columns.length; i++) {
            byte[] end = i == columns.length - 1 ? lineEnd : delimiter;
            columns[i] = ColumnText.of(settings.schema().type(i), dialect, end, positions.length);
        }
        if (startsWithMark(settings.options()) && !settings.continuation()) {
            pending.write(Head.BYTE_ORDER_MARK);
        }
        if (settings.options().get(CsvOptions.WRITE_HEADER) && !settings.continuation()) {
            writeHeader(settings, dialect, lineEnd);
        }
    }

    private static boolean startsWithMark(Options options) {
        String encoding = options.get(CsvOptions.WRITE_ENCODING).toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "utf-8", "utf8" -> false;
            case "utf-8-bom" -> true;
            default ->
                throw Dialect.invalid("encoding: '" + encoding + "' can't be written; what can: utf-8, utf-8-bom");
        };
    }

    private void writeHeader(WriterSettings settings, Dialect dialect, byte[] lineEnd) {
        Quoting quoting = new Quoting(dialect);
        boolean first = true;
        for (Field field : settings.schema().fields()) {
            if (!first) {
                pending.write(dialect.delimiter());
            }
            first = false;
            byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
            quoting.write(name, 0, name.length, pending);
        }
        pending.write(lineEnd);
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        for (int from = 0; from < batch.rowCount(); from += positions.length) {
            write(batch, from, Math.min(batch.rowCount(), from + positions.length));
        }
    }

    private void write(RecordBatch batch, int from, int to) throws IOException {
        int rows = to - from;
        Arrays.fill(positions, 0, rows, endsPerRow);
        long size = (long) rows * endsPerRow;
        for (int i = 0; i < columns.length; i++) {
            size += columns[i].measure(batch.column(i), from, to, positions);
        }
        if (size > FLUSH_SIZE && rows > 1) {
            int middle = from + rows / 2;
            write(batch, from, middle);
            write(batch, middle, to);
            return;
        }
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalStateException("a record of more than 2 GiB can't be written as CSV");
        }
        if (pending.length() + size > FLUSH_SIZE) {
            flush();
        }
        byte[] target = pending.reserve((int) size);
        int position = pending.length();
        for (int row = 0; row < rows; row++) {
            int length = positions[row];
            positions[row] = position;
            position += length;
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].put(batch.column(i), from, to, positions, target);
        }
        pending.setLength(position);
    }

    private void flush() throws IOException {
        out.write(pending.array(), 0, pending.length());
        written += pending.length();
        pending.clear();
    }

    @Override
    public long bytesWritten() {
        return written;
    }

    @Override
    public void finish() throws IOException {
        flush();
        out.flush();
    }

    @Override
    public void close() {
        pending.clear();
    }
}
