package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An open Parquet file, read through Hardwood. Closing it leaves the file itself open. */
final class ParquetSource implements Closeable {
    private static final int MAX_BATCH_ROWS = 65_536;
    private static final int MIN_BATCH_ROWS = 16;
    private static final int MIN_VALUE_BYTES = 8;
    /** Hardwood makes that much room for each, and an offset. */
    private static final int MIN_TEXT_BYTES = 36;

    private static final int MAX_DEPTH = 100;

    private final InputFile file;
    private final HardwoodFile readFile;
    private final ReadFooter footer;
    /** Null until it is needed. */
    private ParquetFileReader reader;

    private ParquetSource(InputFile file, HardwoodFile readFile, ReadFooter footer, ParquetFileReader reader) {
        this.file = file;
        this.readFile = readFile;
        this.footer = footer;
        this.reader = reader;
    }

    /**
     * Reads the footer.
     *
     * @throws ConnectorException MALFORMED_INPUT where the file isn't a Parquet file
     */
    static ParquetSource open(InputFile file) throws IOException {
        long start = Footer.locate(file);
        RowGroupFile withFooter = new RowGroupFile(file);
        withFooter.keep(start, Math.toIntExact(file.length() - start));
        HardwoodFile readFile = new HardwoodFile(withFooter);
        ReadFooter.Key key = ReadFooter.Key.of(file.length(), withFooter.kept());
        ReadFooter known = ReadFooter.find(key);
        if (known != null) {
            return new ParquetSource(file, readFile, known, null);
        }
        try {
            ParquetFileReader reader = ParquetFileReader.open(readFile);
            requireShallow(file, reader.getFileSchema().getRootNode(), 0);
            requireWholeRowGroups(file, reader);
            requireKnownCodecs(file, reader);
            ReadFooter read = new ReadFooter(
                    reader.getFileMetaData(),
                    reader.getFileSchema(),
                    ReadLayout.of(reader.getFileSchema(), reader.getFileMetaData()));
            read.keep(key);
            return new ParquetSource(file, readFile, read, reader);
        } catch (ConnectorException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw tooDeep(file);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            StorageException.rethrowFrom(e);
            throw Footer.unreadable(file, start, e);
        }
    }

    private static void requireShallow(InputFile file, SchemaNode node, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep(file);
        }
        if (node instanceof SchemaNode.GroupNode group) {
            group.children().forEach(child -> requireShallow(file, child, depth + 1));
        }
    }

    private static ConnectorException tooDeep(InputFile file) {
        return new ConnectorException(
                ErrorCode.UNSUPPORTED,
                file.name() + ": its columns are nested more than " + MAX_DEPTH + " deep, which can't be read");
    }

    private static void requireKnownCodecs(InputFile file, ParquetFileReader reader) {
        for (RowGroup group : reader.getFileMetaData().rowGroups()) {
            for (ColumnChunk chunk : group.columns()) {
                CompressionCodec codec = chunk.metaData().codec();
                if (codec == CompressionCodec.LZO || codec == CompressionCodec.BROTLI) {
                    throw new ConnectorException(
                            ErrorCode.UNSUPPORTED,
                            file.name() + ": column '" + chunk.metaData().pathInSchema() + "' is compressed with "
                                    + codec + ", which can't be read; write the file again with zstd or snappy");
                }
            }
        }
    }

    private static void requireWholeRowGroups(InputFile file, ParquetFileReader reader) {
        int leaves = reader.getFileSchema().getColumnCount();
        for (RowGroup group : reader.getFileMetaData().rowGroups()) {
            boolean whole = group.columns().size() == leaves
                    && group.numRows() >= 0
                    && group.columns().stream().allMatch(chunk -> chunk.metaData() != null && isInside(file, chunk));
            if (!whole) {
                throw Footer.broken(file, "its footer describes a row group that can't be in it", null);
            }
        }
    }

    private static boolean isInside(InputFile file, ColumnChunk chunk) {
        long size = chunk.metaData().totalCompressedSize();
        return chunk.chunkStartOffset() >= 0 && size >= 0 && chunk.chunkStartOffset() <= file.length() - size;
    }

    ReadLayout layout() {
        return footer.layout();
    }

    /** Ranges of whole row groups, of about {@code targetBytes} each. */
    List<FileRange> split(long targetBytes) {
        List<RowGroup> groups = footer.meta().rowGroups();
        List<FileRange> ranges = new ArrayList<>();
        long start = 0;
        for (RowGroup group : groups) {
            long groupStart = start(group);
            // a row group goes where it misses the target by less
            if (groupStart > start && groupStart - start >= targetBytes - size(group) / 2) {
                ranges.add(new FileRange(start, groupStart));
                start = groupStart;
            }
        }
        ranges.add(new FileRange(start, file.length()));
        return ranges;
    }

    private static long size(RowGroup group) {
        return group.columns().stream()
                .mapToLong(chunk -> chunk.metaData().totalCompressedSize())
                .sum();
    }

    private static long start(RowGroup group) {
        return group.columns().stream()
                .mapToLong(ColumnChunk::chunkStartOffset)
                .min()
                .orElse(0);
    }

    private List<RowGroup> groups(FileRange range) {
        return footer.meta().rowGroups().stream()
                .filter(group -> start(group) >= range.start() && start(group) < range.end())
                .toList();
    }

    /** Emits the rows of the row groups in a range. */
    void read(FileRange range, BatchOutput out) throws IOException, InterruptedException {
        Schema wanted = out.schema();
        List<ReadNode> nodes = wanted.fields().stream()
                .map(field -> footer.layout().nodes().get(position(field.name(), wanted)))
                .toList();
        if (nodes.isEmpty()) {
            emitRowCounts(range, out);
            return;
        }
        FileSchema schema = footer.schema();
        List<Integer> wantedLeaves = new ArrayList<>();
        nodes.forEach(node -> node.addLeaves(wantedLeaves));
        List<Integer> leaves = leavesToRead(schema, wantedLeaves);
        for (FileRange part : withRows(range)) {
            read(new Pages(file, part, groups(part), leaves), nodes, out);
        }
    }

    /** What of a range holds rows: Hardwood looks for pages in row groups without any as well. */
    private List<FileRange> withRows(FileRange range) {
        List<RowGroup> groups = groups(range);
        return groups.stream().noneMatch(ParquetSource::isEmpty)
                ? List.of(range)
                : groups.stream()
                        .filter(group -> !isEmpty(group))
                        .map(group -> new FileRange(start(group), start(group) + size(group)))
                        .toList();
    }

    private static boolean isEmpty(RowGroup group) {
        return group.numRows() == 0
                && group.columns().stream().allMatch(chunk -> chunk.metaData().numValues() == 0);
    }

    private void read(Pages pages, List<ReadNode> nodes, BatchOutput out) throws IOException, InterruptedException {
        try (LeafReader reading = open(pages, nodes, batchRows(pages.leaves(), out.batchSize()))) {
            long rows = 0;
            for (int count = next(reading, pages); count > 0; count = next(reading, pages)) {
                rows += count;
                out.emit(batch(out.schema(), nodes, reading, count, pages));
            }
            requireRows(pages.range(), rows);
        }
    }

    private LeafReader open(Pages pages, List<ReadNode> nodes, int batchRows) throws IOException {
        FileSchema schema = footer.schema();
        boolean flat = nodes.stream().allMatch(ReadNode.Values.class::isInstance);
        if (flat && FlatLeaves.canRead(schema, pages.groups(), pages.leaves())) {
            return new FlatLeaves(file, schema, pages.groups(), pages.leaves(), batchRows);
        }
        if (reader == null) {
            reader = ParquetFileReader.open(readFile);
        }
        readFile.follow(pages.chunks());
        return HardwoodLeaves.of(
                openReaders(projection(schema, pages.leaves()), pages, batchRows), schema.getColumnCount());
    }

    /** Hardwood finds columns by dotted paths: where a name has a dot itself, all columns are read. */
    private static List<Integer> leavesToRead(FileSchema schema, List<Integer> wanted) {
        boolean dotted = wanted.stream()
                .flatMap(leaf -> schema.getColumn(leaf).fieldPath().elements().stream())
                .anyMatch(name -> name.indexOf('.') >= 0);
        return dotted ? IntStream.range(0, schema.getColumnCount()).boxed().toList() : wanted;
    }

    private static ColumnProjection projection(FileSchema schema, List<Integer> leaves) {
        return leaves.size() == schema.getColumnCount()
                ? ColumnProjection.all()
                : ColumnProjection.columns(leaves.stream()
                        .map(leaf -> schema.getColumn(leaf).fieldPath().toString())
                        .toArray(String[]::new));
    }

    /** The pages and the footer must agree on how many rows there are. */
    private void requireRows(FileRange range, long rows) {
        long expected = groups(range).stream().mapToLong(RowGroup::numRows).sum();
        if (rows != expected) {
            throw Footer.broken(
                    file,
                    "its footer says that the row groups from byte " + range.start() + " to " + range.end() + " hold "
                            + expected + " rows, and their pages hold " + rows,
                    null);
        }
    }

    private ColumnReaders openReaders(ColumnProjection projection, Pages pages, int batchRows) throws IOException {
        FileRange range = pages.range();
        try {
            return reader.buildColumnReaders(projection)
                    .filter(RowGroupPredicate.byteRange(range.start(), range.end()))
                    .batchSize(batchRows)
                    .build();
        } catch (RuntimeException | OutOfMemoryError e) {
            throw pages.damaged(e);
        }
    }

    private static int next(LeafReader reading, Pages pages) throws IOException {
        try {
            return reading.next();
        } catch (DamagedPageException | RuntimeException | OutOfMemoryError e) {
            throw pages.damaged(e);
        }
    }

    private RecordBatch batch(Schema schema, List<ReadNode> nodes, LeafReader reading, int rows, Pages pages)
            throws IOException {
        try {
            List<Column> columns = new ArrayList<>(nodes.size());
            for (ReadNode node : nodes) {
                columns.add(node.assemble(reading::leaf, 0, 0));
            }
            return new RecordBatch(schema, rows, columns);
        } catch (ConnectorException e) {
            throw new ConnectorException(e.code(), file.name() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw pages.damaged(e);
        }
    }

    private int position(String name, Schema wanted) {
        ReadLayout layout = footer.layout();
        int position = layout.schema()
                .indexOf(name)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        file.name() + " has no column '" + name + "'; it has "
                                + Quoted.list(layout.schema().names())));
        var held = layout.schema().type(position);
        var asked = wanted.type(wanted.indexOf(name).orElseThrow());
        if (!PhysicalTypes.withoutHints(held).equals(PhysicalTypes.withoutHints(asked))) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    file.name() + ": column '" + name + "' is " + held + " and not " + asked
                            + "; read files of different columns as streams of their own");
        }
        return position;
    }

    /** Rows without columns: only their number counts. */
    private void emitRowCounts(FileRange range, BatchOutput out) throws InterruptedException {
        for (RowGroup group : groups(range)) {
            for (long left = group.numRows(); left > 0; left -= MAX_BATCH_ROWS) {
                out.emit(new RecordBatch(out.schema(), (int) Math.min(left, MAX_BATCH_ROWS), List.of()));
            }
        }
    }

    /** How many rows make a batch of the size asked for, going by what the columns take in the file. */
    private int batchRows(List<Integer> leaves, BatchSize size) {
        long rows = Math.max(1, footer.meta().numRows());
        double bytesPerRow = 0;
        for (int leaf : leaves) {
            long bytes = 0;
            for (RowGroup group : footer.meta().rowGroups()) {
                bytes += group.columns().get(leaf).metaData().totalUncompressedSize();
            }
            bytesPerRow += Math.max(leastBytes(leaf), bytes / (double) rows);
        }
        long fitting = (long) (size.maxBytes() / Math.max(1, bytesPerRow));
        return Math.clamp(fitting, Math.min(MIN_BATCH_ROWS, size.maxRows()), Math.min(size.maxRows(), MAX_BATCH_ROWS));
    }

    private int leastBytes(int leaf) {
        return footer.schema().getColumn(leaf).type() == PhysicalType.BYTE_ARRAY ? MIN_TEXT_BYTES : MIN_VALUE_BYTES;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    /** What the footer says. */
    long recordCount() {
        return footer.meta().rowGroups().stream().mapToLong(RowGroup::numRows).sum();
    }
}
