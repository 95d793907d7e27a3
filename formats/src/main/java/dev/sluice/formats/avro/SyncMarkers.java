package dev.sluice.formats.avro;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds where blocks start by the markers before them. Not thread-safe. */
final class SyncMarkers {
    private static final int WINDOW = 1 << 18;

    private final InputFile file;
    private final AvroFile header;
    private final byte[] window = new byte[WINDOW];

    SyncMarkers(InputFile file, AvroFile header) {
        this.file = file;
        this.header = header;
    }

    /** Ranges of about a size, each from one block's start to another's. */
    List<FileRange> split(long targetBytes) throws IOException {
        long length = file.length();
        long target = Math.max(1, targetBytes);
        List<FileRange> ranges = new ArrayList<>();
        long start = 0;
        while (length - start > target) {
            long next = blockAfter(Math.max(header.end(), start) + target);
            if (next < 0 || next >= length) {
                break;
            }
            ranges.add(new FileRange(start, next));
            start = next;
        }
        ranges.add(new FileRange(start, length));
        return ranges;
    }

    /** The first block that starts at a position or after it, or -1. */
    private long blockAfter(long position) throws IOException {
        byte[] sync = header.sync();
        long at = position - sync.length;
        while (at < file.length()) {
            int filled = file.readUpTo(at, window, 0, WINDOW);
            for (int i = 0; i + sync.length <= filled; i++) {
                if (window[i] == sync[0] && Arrays.equals(window, i, i + sync.length, sync, 0, sync.length)) {
                    return at + i + sync.length;
                }
            }
            if (filled < WINDOW) {
                return -1;
            }
            at += filled - sync.length + 1;
        }
        return -1;
    }
}
