package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.schema.FileSchema;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Columns that are in no list or struct, of the usual encodings and codecs, decoded by code of our own. */
final class FlatLeaves implements LeafReader {
    private static final int WINDOW_BYTES = 8 << 20;
    private static final int SMALLEST_WINDOW = 16 << 10;
    private static final int LARGEST_WINDOW = 1 << 20;

    /** How much more is read at a time where that is slow. */
    private static final int REMOTE_FACTOR = 4;

    /** Row groups of remote files up to this size are read at once. */
    private static final long LARGEST_AT_ONCE = 64 << 20;

    private final RowGroupFile file;
    private final Iterator<RowGroup> groups;
    private final List<Integer> positions;
    private final ChunkDecoder[] leaves;
    private final int batchRows;
    /** Rows of the row group that are still to be read. */
    private long left;

    /**
     * @param positions the columns to read, by their position in the file
     */
    FlatLeaves(InputFile file, FileSchema schema, List<RowGroup> groups, List<Integer> positions, int batchRows) {
        this.file = new RowGroupFile(file);
        this.groups = groups.iterator();
        this.positions = positions;
        this.batchRows = batchRows;
        this.leaves = new ChunkDecoder[schema.getColumnCount()];
        int factor = file.isRemote() ? REMOTE_FACTOR : 1;
        int window = factor * Math.clamp(WINDOW_BYTES / positions.size(), SMALLEST_WINDOW, LARGEST_WINDOW);
        for (int position : positions) {
            leaves[position] = new ChunkDecoder(this.file, schema.getColumn(position), window);
        }
    }

    /** Whether columns of some row groups can be read so. */
    static boolean canRead(FileSchema schema, List<RowGroup> groups, List<Integer> positions) {
        return groups.stream()
                .allMatch(group -> positions.stream()
                        .allMatch(position -> ChunkDecoder.canDecode(
                                schema.getColumn(position), group.columns().get(position))));
    }

    @Override
    public int next() throws IOException {
        while (left == 0) {
            if (!groups.hasNext()) {
                return 0;
            }
            open(groups.next());
        }
        int rows = (int) Math.min(batchRows, left);
        for (int position : positions) {
            leaves[position].read(rows);
        }
        left -= rows;
        return rows;
    }

    private void open(RowGroup group) throws IOException {
        left = group.columns().get(positions.getFirst()).metaData().numValues();
        for (int position : positions) {
            ColumnChunk chunk = group.columns().get(position);
            if (chunk.metaData().numValues() != left) {
                throw new DamagedPageException("column '" + chunk.metaData().pathInSchema() + "' has "
                        + chunk.metaData().numValues() + " values, where others have " + left);
            }
            leaves[position].open(chunk);
        }
        if (file.isRemote()) {
            readAtOnce(group);
        }
    }

    private void readAtOnce(RowGroup group) throws IOException {
        long start = Long.MAX_VALUE;
        long end = 0;
        long wanted = 0;
        for (int position : positions) {
            ColumnChunk chunk = group.columns().get(position);
            long size = chunk.metaData().totalCompressedSize();
            start = Math.min(start, chunk.chunkStartOffset());
            end = Math.max(end, chunk.chunkStartOffset() + size);
            wanted += size;
        }
        if (end - start <= Math.min(LARGEST_AT_ONCE, 2 * wanted)) {
            file.keep(start, (int) (end - start));
        }
    }

    @Override
    public LeafValues leaf(int position) {
        return leaves[position];
    }

    @Override
    public void close() {
        for (int position : positions) {
            leaves[position].close();
        }
    }
}
