package dev.sluice.formats.parquet;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * Apache Parquet. Written by our own encoder, column by column from the batch's arrays; read through Hardwood's column
 * readers. Neither needs Hadoop.
 *
 * <p>Every type is accepted. Decimals without precision and intervals, for which Parquet has no type, are stored as text;
 * the file's metadata keeps the declared types, so that reading it here gives them back.
 *
 * <p>Files are split, read in parallel and concatenated by row groups.
 */
public final class ParquetFormat implements FileFormat {
    /** When a row group is full. */
    public static final Option<Long> ROW_GROUP_SIZE = Option.size(
                    "row_group_size",
                    "Size of a Parquet row group after encoding, about; less where memory is short. Left out: 16m")
            .between(64L << 10, 2L << 30);

    private static final List<Compression> COMPRESSIONS =
            List.of(Compression.SNAPPY, Compression.NONE, Compression.GZIP, Compression.ZSTD, Compression.LZ4);

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public List<String> extensions() {
        return List.of("parquet", "parq");
    }

    @Override
    public List<Option<?>> readOptions() {
        return List.of();
    }

    @Override
    public List<Option<?>> writeOptions() {
        return List.of(CompressionOptions.WRITE, CompressionOptions.LEVEL, ROW_GROUP_SIZE);
    }

    @Override
    public List<Compression> compressions() {
        return COMPRESSIONS;
    }

    static Compression compression(Options options) {
        return options.find(CompressionOptions.WRITE).orElse(COMPRESSIONS.getFirst());
    }

    @Override
    public boolean compressesItself() {
        return true;
    }

    @Override
    public Schema readSchema(InputFile file, Options options) throws IOException {
        try (ParquetSource source = ParquetSource.open(file)) {
            return source.layout().schema();
        }
    }

    @Override
    public List<FileRange> split(InputFile file, Options options, long targetBytes) throws IOException {
        try (ParquetSource source = ParquetSource.open(file)) {
            return source.split(targetBytes);
        }
    }

    @Override
    public void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException {
        try (ParquetSource source = ParquetSource.open(file)) {
            source.read(range, out);
        }
    }

    @Override
    public OptionalLong countRecords(InputFile file) throws IOException {
        try (ParquetSource source = ParquetSource.open(file)) {
            return OptionalLong.of(source.recordCount());
        }
    }

    @Override
    public Type accepted(Type type) {
        return type;
    }

    @Override
    public String nativeType(Type type) {
        return PhysicalTypes.describeForPlans(type);
    }

    @Override
    public String loss(Type type) {
        return PhysicalTypes.lossOf(type);
    }

    @Override
    public RecordWriter newWriter(OutputStream out, WriterSettings settings) throws IOException {
        return new ParquetWriter(out, settings);
    }

    @Override
    public boolean copiesBodies() {
        return true;
    }

    @Override
    public void concatenate(List<InputFile> parts, OutputStream out) throws IOException {
        Concatenation.write(parts, out);
    }
}
