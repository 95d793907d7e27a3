package dev.sluice.connectors.storage;

import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes each row to a file in its partition's folder. As many files are open as the memory allows; the one that was least
 * recently written is finished for another, and its partition goes on in a further file. Where more partitions come at once
 * than files can be open, rows are held back and written partition by partition, so that files don't get too small.
 */
final class PartitionedWriter implements RowsWriter {
    private static final int FEWEST_FILES = 4;
    private static final int MOST_FILES = 200;
    private static final long MEMORY_PER_FILE = 512 << 10;
    private static final long MEMORY_PER_COLUMN = 16 << 10;

    private final TaskFiles files;
    private final PartitionIndex index;
    private final int[] columns;
    private final long memory;
    private final int mostFiles;
    private final Map<Integer, PartFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Held> held = new ArrayList<>();
    private long heldBytes;
    private int slots;
    private int reopened;
    private boolean[] wasOpen = new boolean[0];

    /** A batch with its rows in the order of their partitions. */
    private record Held(RecordBatch batch, int[] rows, int[] starts) {
        static Held of(RecordBatch batch, int[] partitions, int count) {
            int[] starts = new int[count + 1];
            for (int partition : partitions) {
                starts[partition + 1]++;
            }
            for (int i = 0; i < count; i++) {
                starts[i + 1] += starts[i];
            }
            int[] next = starts.clone();
            int[] rows = new int[partitions.length];
            for (int row = 0; row < partitions.length; row++) {
                rows[next[partitions[row]]++] = row;
            }
            return new Held(batch, rows, starts);
        }

        int[] rowsOf(int partition) {
            return partition + 1 < starts.length
                    ? java.util.Arrays.copyOfRange(rows, starts[partition], starts[partition + 1])
                    : new int[0];
        }
    }

    /**
     * @param schema the columns of the batches
     * @param memory a quarter of it is for rows that are held back, in bytes
     */
    PartitionedWriter(TaskFiles files, OutputLayout layout, Schema schema, long memory) {
        this.files = files;
        this.index = new PartitionIndex(schema, layout.partitionColumns(schema));
        this.columns = layout.fileColumns(schema);
        this.memory = memory;
        long perFile = MEMORY_PER_FILE + MEMORY_PER_COLUMN * columns.length;
        this.mostFiles = Math.clamp(memory * 3 / 4 / perFile, FEWEST_FILES, MOST_FILES);
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        int[] partitions = index.of(batch);
        Held rows = Held.of(batch, partitions, index.size());
        int touched = touched(rows);
        if (slots == 0) {
            slots = Math.clamp(2L * touched, FEWEST_FILES, mostFiles);
        }
        held.add(rows);
        heldBytes += batch.sizeInBytes();
        if (touched <= slots || heldBytes >= memory / 4) {
            writeHeld();
        }
    }

    private static int touched(Held rows) {
        int touched = 0;
        for (int i = 0; i + 1 < rows.starts.length; i++) {
            touched += rows.starts[i + 1] > rows.starts[i] ? 1 : 0;
        }
        return touched;
    }

    private void writeHeld() throws IOException {
        wasOpen = java.util.Arrays.copyOf(wasOpen, index.size());
        for (int partition = 0; partition < index.size(); partition++) {
            for (Held rows : held) {
                int[] selected = rows.rowsOf(partition);
                if (selected.length > 0) {
                    write(partition, RowSelection.select(rows.batch, files.schema(), columns, selected));
                }
            }
        }
        held.clear();
        heldBytes = 0;
    }

    private void write(int partition, RecordBatch rows) throws IOException {
        PartFile file = open.get(partition);
        if (file == null) {
            makeRoom(partition);
        }
        PartFile now = files.write(file, index.folder(partition), rows, memory * 3 / 4 / slots);
        if (now != file) {
            open.put(partition, now);
        }
    }

    private void makeRoom(int partition) throws IOException {
        if (wasOpen[partition] && ++reopened > slots && slots < mostFiles) {
            // more partitions come by turns than it seemed: smaller files' buffers, and more of them
            finishAll();
            slots = Math.min(mostFiles, slots * 2);
            reopened = 0;
        }
        wasOpen[partition] = true;
        long outputs = open.values().stream().mapToLong(PartFile::outputMemory).sum();
        Iterator<PartFile> oldest = open.values().iterator();
        int left = open.size();
        while (oldest.hasNext() && (left >= slots || outputs > memory / 2)) {
            PartFile file = oldest.next();
            outputs -= file.outputMemory();
            files.finish(file);
            oldest.remove();
            left--;
        }
    }

    private void finishAll() throws IOException {
        Iterator<PartFile> all = open.values().iterator();
        while (all.hasNext()) {
            files.finish(all.next());
            all.remove();
        }
    }

    @Override
    public void finish(boolean evenWithoutRows) throws IOException {
        writeHeld();
        finishAll();
    }
}
