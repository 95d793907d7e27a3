package dev.sluice.formats.parquet;

import dev.sluice.formats.Compression;
import dev.sluice.spi.data.Schema;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The encoders of a writer's columns, with dictionaries and buffers of some megabytes, which the process's next writer of
 * the same columns goes on with: each split has a writer of its own. What lives as long as a row group is moved to the old
 * generation before it dies, which many of them would fill. Not thread-safe; taking and giving back is.
 *
 * @param columns one per field
 * @param chunks one per leaf, in the order of the file
 */
record Encoders(Kind kind, PageSink sink, List<ColumnNode> columns, List<ChunkWriter> chunks) {
    private static final int MOST_SPARE = 8;
    private static final Queue<SoftReference<Encoders>> SPARE = new ConcurrentLinkedQueue<>();

    /** What all writers that share encoders have in common. */
    record Kind(Schema schema, Compression compression, OptionalInt level, long rowGroupBytes) {}

    static Encoders take(Kind kind) {
        for (int i = 0; i < MOST_SPARE; i++) {
            SoftReference<Encoders> spare = SPARE.poll();
            Encoders encoders = spare == null ? null : spare.get();
            if (encoders != null && encoders.kind.equals(kind)) {
                encoders.sink.open();
                return encoders;
            }
            if (spare == null) {
                break;
            }
        }
        return make(kind);
    }

    private static Encoders make(Kind kind) {
        PageSink sink = new PageSink(kind.compression, kind.level);
        FileLayout layout = new FileLayout(kind.schema);
        ChunkLimits limits = ChunkLimits.of(kind.rowGroupBytes, layout.leaves().size());
        List<ChunkWriter> chunks = new ArrayList<>();
        List<ColumnNode> columns = layout.nodes(leaf -> {
            ChunkWriter chunk = ChunkWriter.of(leaf, sink, limits);
            chunks.add(chunk);
            return chunk;
        });
        return new Encoders(kind, sink, columns, List.copyOf(chunks));
    }

    /** Gives encoders back whose last row group was written. */
    void give() {
        if (SPARE.size() < MOST_SPARE) {
            SPARE.add(new SoftReference<>(this));
        }
    }
}
