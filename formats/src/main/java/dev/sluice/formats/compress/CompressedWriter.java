package dev.sluice.formats.compress;

import dev.sluice.formats.Compression;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.data.RecordBatch;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;

/** Compresses what a format's writer writes. */
public final class CompressedWriter implements RecordWriter {
    private final Counted counted;
    private final OutputStream compressing;
    private final RecordWriter writer;

    private CompressedWriter(Counted counted, OutputStream compressing, RecordWriter writer) {
        this.counted = counted;
        this.compressing = compressing;
        this.writer = writer;
    }

    /** The format's own writer where nothing is compressed around it. */
    public static RecordWriter of(
            FileFormat format, OutputStream out, WriterSettings settings, Compression compression, OptionalInt level)
            throws IOException {
        if (compression == Compression.NONE) {
            return format.newWriter(out, settings);
        }
        Counted counted = new Counted(out);
        OutputStream compressing = FileCompression.compress(counted, compression, level);
        return new CompressedWriter(counted, compressing, format.newWriter(compressing, settings));
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        writer.write(batch);
    }

    @Override
    public long bytesWritten() {
        return counted.count;
    }

    @Override
    public void finish() throws IOException {
        writer.finish();
        compressing.close();
    }

    @Override
    public void close() {
        writer.close();
        counted.discard = true;
        try {
            compressing.close();
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written any more, so nothing can fail", e);
        }
    }

    /** Counts bytes, until nobody wants them any more. */
    private static final class Counted extends FilterOutputStream {
        private long count;
        private boolean discard;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            if (!discard) {
                out.write(value);
                count++;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!discard) {
                out.write(bytes, offset, length);
                count += length;
            }
        }

        @Override
        public void flush() throws IOException {
            if (!discard) {
                out.flush();
            }
        }
    }
}
