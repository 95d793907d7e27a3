package dev.sluice.connectors.s3;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * An object, read in pieces: small ones where reads jump about, such as in footers, and up to some megabytes where they
 * follow each other, with the next ones fetched ahead in threads of their own. Nothing beyond the end of the range is
 * fetched ahead. Pieces are forgotten, the longest unused first, when they are more than the memory allows; a read that is
 * no smaller than a piece goes past them.
 */
final class S3InputFile implements InputFile {
    private static final int SMALLEST_PIECE = 64 << 10;
    private static final int LARGEST_PIECE = 8 << 20;
    private static final long LEAST_MEMORY = 4 * SMALLEST_PIECE;
    private static final int PIECES_IN_MEMORY = 4;
    private static final int PIECES_AHEAD = 2;

    private final S3Object object;
    private final FileRange range;
    private final long memory;
    private final int largestPiece;
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private long held;
    private long reads;
    private boolean closed;

    private static final class Piece {
        final long start;
        final int length;
        final Future<byte[]> bytes;
        long lastRead;

        Piece(long start, int length, Future<byte[]> bytes) {
            this.start = start;
            this.length = length;
            this.bytes = bytes;
        }

        long end() {
            return start + length;
        }
    }

    /**
     * @param range what is read from front to back; empty if nothing
     * @param memory bytes that pieces may take together
     */
    S3InputFile(S3Object object, FileRange range, long memory) {
        this.object = object;
        this.range = range;
        this.memory = Math.max(memory, LEAST_MEMORY);
        this.largestPiece = Math.clamp(this.memory / PIECES_IN_MEMORY, SMALLEST_PIECE, LARGEST_PIECE);
    }

    S3Object object() {
        return object;
    }

    @Override
    public String name() {
        return object.file().path();
    }

    @Override
    public long length() {
        return object.file().size();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position >= length()) {
            return -1;
        }
        int wanted = (int) Math.min(count, length() - position);
        Optional<Piece> piece = piece(position, wanted);
        if (piece.isEmpty()) {
            return await(object.bucket().threads().submit(() -> {
                object.read(position, target, offset, wanted);
                return wanted;
            }));
        }
        int from = (int) (position - piece.get().start);
        int available = Math.min(wanted, piece.get().length - from);
        System.arraycopy(await(piece.get().bytes), from, target, offset, available);
        return available;
    }

    /** The piece that holds a position; empty where the read is better off without. */
    private synchronized Optional<Piece> piece(long position, int wanted) {
        Piece piece = find(position);
        if (piece == null) {
            int size = nextSize(position);
            boolean jump = size == SMALLEST_PIECE;
            if (jump && wanted >= size) {
                return Optional.empty();
            }
            // what is read last in a file, such as a footer, is read backwards
            long start = jump ? Math.max(0, Math.min(position, length() - size)) : position;
            piece = fetch(start, size);
        }
        piece.lastRead = ++reads;
        fetchAhead(piece);
        forget(piece);
        return Optional.of(piece);
    }

    private Piece find(long position) {
        Map.Entry<Long, Piece> entry = pieces.floorEntry(position);
        return entry == null || entry.getValue().end() <= position ? null : entry.getValue();
    }

    /** Twice the size of the piece that a read goes on from, all there can be where the range begins, and little elsewhere. */
    private int nextSize(long position) {
        if (position >= range.start() && position < range.end()) {
            Map.Entry<Long, Piece> before = pieces.lowerEntry(position);
            if (position == range.start()) {
                return within(position, largestPiece);
            }
            if (before != null && before.getValue().end() == position) {
                return within(position, (int) Math.min(2L * before.getValue().length, largestPiece));
            }
        }
        return SMALLEST_PIECE;
    }

    private int within(long position, int size) {
        return (int) Math.min(size, range.end() - position);
    }

    private void fetchAhead(Piece piece) {
        long next = piece.end();
        for (int i = 0; i < PIECES_AHEAD && piece.start >= range.start() && next < range.end(); i++) {
            Piece ahead = find(next);
            if (ahead == null) {
                ahead = fetch(next, nextSize(next));
                ahead.lastRead = reads;
            }
            next = ahead.end();
        }
    }

    private Piece fetch(long start, int size) {
        int length = (int) Math.min(size, length() - start);
        Future<byte[]> bytes = object.bucket().threads().submit(() -> object.read(start, length));
        Piece piece = new Piece(start, length, bytes);
        pieces.put(start, piece);
        held += length;
        return piece;
    }

    private void forget(Piece current) {
        while (held > memory) {
            Optional<Piece> oldest = pieces.values().stream()
                    .filter(piece -> piece != current && piece.lastRead < reads)
                    .min(Comparator.comparingLong(piece -> piece.lastRead));
            if (oldest.isEmpty()) {
                return;
            }
            pieces.remove(oldest.get().start);
            held -= oldest.get().length;
        }
    }

    private <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorException failure) {
                throw failure;
            }
            throw new IOException(name() + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pieces.values().forEach(piece -> piece.bytes.cancel(true));
            pieces.clear();
        }
    }
}
