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
import java.util.Locale;

/**
 * Writes CSV. Some rows at a time, each column is turned into text by a loop of its own; the texts, each with the
 * delimiter or line end that follows it, are then put together row by row.
 */
final class CsvWriter implements RecordWriter {
    private static final int ROWS = 1024;
    private static final int FLUSH_SIZE = 256 << 10;
    /** Up to this length a field is copied in whole words rather than by a call. */
    private static final int SHORT = 24;

    private final OutputStream out;
    private final ByteSink pending = new ByteSink(FLUSH_SIZE + (FLUSH_SIZE >> 2));
    private final ColumnText[] columns;
    private long written;

    CsvWriter(OutputStream out, WriterSettings settings) {
        this.out = out;
        Dialect dialect = Dialect.forWriting(settings.options());
        byte[] lineEnd = settings.options().get(CsvOptions.LINE_ENDING).text().getBytes(StandardCharsets.US_ASCII);
        byte[] delimiter = {dialect.delimiter()};
        this.columns = new ColumnText[settings.schema().size()];
        for (int i = 0; i < columns.length; i++) {
            byte[] end = i == columns.length - 1 ? lineEnd : delimiter;
            columns[i] = ColumnText.of(settings.schema().type(i), dialect, end, ROWS);
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
        for (int from = 0; from < batch.rowCount(); from += ROWS) {
            int to = Math.min(batch.rowCount(), from + ROWS);
            for (int i = 0; i < columns.length; i++) {
                columns[i].render(batch.column(i), from, to);
            }
            interleave(to - from);
        }
    }

    private void interleave(int rows) throws IOException {
        for (int row = 0; row < rows; row++) {
            for (ColumnText column : columns) {
                append(column.texts.array(), column.start(row), column.ends[row]);
            }
            if (pending.length() >= FLUSH_SIZE) {
                flush();
            }
        }
    }

    private void append(byte[] source, int start, int end) {
        int length = end - start;
        int at = pending.length();
        if (length <= SHORT && start + SHORT <= source.length) {
            byte[] target = pending.reserve(SHORT);
            Swar.store(target, at, Swar.load(source, start));
            if (length > Long.BYTES) {
                Swar.store(target, at + 8, Swar.load(source, start + 8));
                Swar.store(target, at + 16, Swar.load(source, start + 16));
            }
            pending.setLength(at + length);
        } else {
            pending.write(source, start, length);
        }
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
