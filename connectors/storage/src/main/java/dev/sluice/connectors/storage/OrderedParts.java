package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.FileCompression;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The parts of one file, in the order of their splits, while some may still be written: who goes through them waits for the
 * next one. Only the first and the current one are open. Parts are added by any thread and read by one.
 */
final class OrderedParts extends AbstractList<InputFile> implements Closeable {
    private final Assembly assembly;
    private final Compression around;
    private final long memory;
    /** Of splits that wait for an earlier one. */
    private final Map<Integer, List<StagedFile>> early = new HashMap<>();

    private final List<StagedFile> inOrder = new ArrayList<>();
    private int splitsInOrder;
    private boolean ended;
    private InputFile first;
    private InputFile current;

    /**
     * @param around what the parts are decompressed from
     * @param memory how much heap an open part may hold, in bytes
     */
    OrderedParts(Assembly assembly, Compression around, long memory) {
        this.assembly = assembly;
        this.around = around;
        this.memory = memory;
    }

    /** Adds what a split was written to; of several attempts the first counts. */
    synchronized void add(int split, List<StagedFile> files) {
        if (split >= splitsInOrder) {
            early.putIfAbsent(split, files);
        }
        for (List<StagedFile> next = early.remove(splitsInOrder); next != null; next = early.remove(splitsInOrder)) {
            inOrder.addAll(next);
            splitsInOrder++;
        }
        notifyAll();
    }

    /** Says that no more come, if these are the parts that were accepted; false where they are not. */
    synchronized boolean end(List<StagedFile> accepted) {
        ended = early.isEmpty() && inOrder.equals(accepted);
        notifyAll();
        return ended;
    }

    private synchronized boolean waitFor(int index) throws InterruptedIOException {
        try {
            while (index >= inOrder.size() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the parts are no longer wanted");
        }
        return index < inOrder.size();
    }

    @Override
    public InputFile get(int index) {
        if (index == 0 && first != null) {
            return first;
        }
        try {
            if (!waitFor(index)) {
                throw new NoSuchElementException("part " + index);
            }
            closeCurrent();
            current = open(part(index));
            first = index == 0 ? current : first;
            return current;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized StagedFile part(int index) {
        return inOrder.get(index);
    }

    private InputFile open(StagedFile part) throws IOException {
        return FileCompression.decompress(assembly.open(part, memory), around);
    }

    /** Waits for the end. */
    @Override
    public int size() {
        int size = 0;
        try {
            while (waitFor(size)) {
                size++;
            }
        } catch (InterruptedIOException e) {
            throw new UncheckedIOException(e);
        }
        return size;
    }

    @Override
    public Iterator<InputFile> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                try {
                    return waitFor(next);
                } catch (InterruptedIOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public InputFile next() {
                return get(next++);
            }
        };
    }

    private void closeCurrent() throws IOException {
        if (current != null && current != first) {
            current.close();
        }
        current = null;
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
        if (first != null) {
            first.close();
        }
    }
}
