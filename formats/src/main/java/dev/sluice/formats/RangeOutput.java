package dev.sluice.formats;

import java.io.IOException;
import java.io.OutputStream;

/** An output stream that can take ranges of files without their bytes passing through this process. */
public interface RangeOutput {
    /**
     * Appends bytes {@code start} to {@code end}, exclusive, of a file.
     *
     * @return false where it is better to write the bytes; then nothing was appended
     */
    boolean append(InputFile file, long start, long end) throws IOException;

    /** Appends a range of a file to any output stream, which need not be one of these. */
    static void append(InputFile file, long start, long end, byte[] buffer, OutputStream out) throws IOException {
        if (out instanceof RangeOutput ranges && ranges.append(file, start, end)) {
            return;
        }
        for (long at = start; at < end; ) {
            int count = (int) Math.min(buffer.length, end - at);
            file.readFully(at, buffer, 0, count);
            out.write(buffer, 0, count);
            at += count;
        }
    }
}
