package dev.sluice.formats.csv;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts a file where records end. A line break ends a record where the number of quotes before it is even, so the quotes of
 * the parts are counted first, in parallel; then each cut moves on to the next such line break.
 */
final class RangePlanner {
    private static final int BLOCK = 1 << 20;
    private static final int MAX_THREADS = 4;

    private final InputFile file;
    private final Dialect dialect;

    private final long first;

    /**
     * @param first where the first record starts
     */
    RangePlanner(InputFile file, Dialect dialect, long first) {
        this.file = file;
        this.dialect = dialect;
        this.first = first;
    }

    /** The first range starts at 0. */
    List<FileRange> plan(long targetBytes) throws IOException {
        long length = file.length();
        int parts = Math.clamp((length + targetBytes - 1) / Math.max(1, targetBytes), 1, Integer.MAX_VALUE);
        long[] cuts = new long[parts];
        for (int i = 0; i < parts; i++) {
            cuts[i] = first + (long) ((double) (length - first) / parts * i);
        }
        boolean[] odd = dialect.hasQuotes() ? oddQuotes(cuts) : new boolean[parts];
        List<FileRange> ranges = new ArrayList<>();
        long start = 0;
        boolean inQuotes = false;
        for (int i = 1; i < parts; i++) {
            inQuotes ^= odd[i - 1];
            long end = cuts[i] < start ? start : nextRecord(cuts[i], inQuotes);
            if (end > start && end < length) {
                ranges.add(new FileRange(start, end));
                start = end;
            }
        }
        ranges.add(new FileRange(start, length));
        return ranges;
    }

    /** Whether the number of quotes from each cut to the next is odd; what follows the last one doesn't matter. */
    private boolean[] oddQuotes(long[] cuts) throws IOException {
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        boolean[] odd = new boolean[cuts.length];
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> counts = new ArrayList<>();
            for (int i = 0; i < cuts.length - 1; i++) {
                long start = cuts[i];
                long end = cuts[i + 1];
                counts.add(executor.submit(() -> hasOddQuotes(start, end)));
            }
            for (int i = 0; i < counts.size(); i++) {
                odd[i] = result(counts.get(i));
            }
        }
        return odd;
    }

    private static boolean result(Future<Boolean> count) throws IOException {
        try {
            return count.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while the file was being split");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private boolean hasOddQuotes(long start, long end) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, end - start) + Swar.SLACK];
        long quotes = Swar.repeat(dialect.quote());
        int count = 0;
        for (long position = start; position < end; ) {
            int size = (int) Math.min(block.length - Swar.SLACK, end - position);
            file.readFully(position, block, 0, size);
            Swar.store(block, size, 0);
            for (int i = 0; i < size; i += Long.BYTES) {
                count += Long.bitCount(Swar.matches(Swar.load(block, i), quotes));
            }
            position += size;
        }
        return (count & 1) == 1;
    }

    /** Where the first record starts that follows a line break at or after a position. */
    private long nextRecord(long from, boolean fromInQuotes) throws IOException {
        boolean inQuotes = fromInQuotes;
        byte[] block = new byte[8192];
        long position = from;
        int size;
        while ((size = file.read(position, block, 0, block.length)) > 0) {
            for (int i = 0; i < size; i++) {
                if (block[i] == dialect.quote() && dialect.hasQuotes()) {
                    inQuotes = !inQuotes;
                } else if (block[i] == dialect.lineEnd() && !inQuotes) {
                    return position + i + 1;
                }
            }
            position += size;
        }
        return file.length();
    }
}
