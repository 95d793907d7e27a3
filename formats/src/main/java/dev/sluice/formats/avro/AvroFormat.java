package dev.sluice.formats.avro;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Apache Avro object container files (specification 1.12), decoded straight to columns and encoded from them. Every type
 * is accepted. What Avro has no type for is stored as text; the file's metadata keeps the declared names and types, so that
 * reading it here gives them back.
 *
 * <p>Files are split and read in parallel by blocks, and concatenated by blocks.
 */
public final class AvroFormat implements FileFormat {
    static final Option<String> READER_SCHEMA = Option.string(
            "reader_schema",
            "An Avro schema, as JSON, that the records are read with: its fields by name or alias, its defaults where"
                    + " a file lacks one; each file's own schema if left out");

    private static final int MICRO_DIGITS = 6;
    private static final String NANOSECONDS = "years before 1677 and after 2262 are refused";

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public List<String> extensions() {
        return List.of("avro");
    }

    @Override
    public List<Option<?>> readOptions() {
        return List.of(READER_SCHEMA);
    }

    @Override
    public List<Option<?>> writeOptions() {
        return List.of(CompressionOptions.WRITE, CompressionOptions.LEVEL);
    }

    @Override
    public List<Compression> compressions() {
        return BlockCodec.COMPRESSIONS;
    }

    @Override
    public boolean compressesItself() {
        return true;
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    /** The schema that the user asks for; null where there is none. */
    private static AvroSchema.RecordOf readerSchema(Options options) {
        return options.find(READER_SCHEMA)
                .map(json -> SchemaReader.read(json.getBytes(StandardCharsets.UTF_8), "config.reader_schema"))
                .map(schema -> {
                    if (schema instanceof AvroSchema.RecordOf struct) {
                        return struct;
                    }
                    throw new ConnectorException(
                            ErrorCode.INVALID_CONFIGURATION, "config.reader_schema: must be a record's schema");
                })
                .orElse(null);
    }

    @Override
    public Schema readSchema(InputFile file, Options options) throws IOException {
        AvroFile header = AvroFile.open(file);
        AvroSchema.RecordOf wanted = readerSchema(options);
        return Schema.of(wanted == null ? header.fields() : ColumnTypes.fields(wanted));
    }

    @Override
    public List<FileRange> split(InputFile file, Options options, long targetBytes) throws IOException {
        return new SyncMarkers(file, AvroFile.open(file)).split(targetBytes);
    }

    @Override
    public void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException {
        new AvroReader(file, AvroFile.open(file), readerSchema(options), out).read(range);
    }

    @Override
    public Type accepted(Type type) {
        return type;
    }

    @Override
    public String nativeType(Type type) {
        return ColumnTypes.name(SchemaReader.read(SchemaWriter.typeOf(type), "the schema"));
    }

    @Override
    public String loss(Type type) {
        return switch (type) {
            case Type.Simple.NUMERIC, Type.Simple.JSON, Type.Simple.INTERVAL -> "other readers see text";
            case Type.Time(int digits) when digits > MICRO_DIGITS -> "other readers see text";
            case Type.Timestamp(int digits) when digits > MICRO_DIGITS -> NANOSECONDS;
            case Type.TimestampTz(int digits) when digits > MICRO_DIGITS -> NANOSECONDS;
            default -> "";
        };
    }

    @Override
    public RecordWriter newWriter(OutputStream out, WriterSettings settings) throws IOException {
        return new AvroWriter(
                out,
                settings,
                settings.options().find(CompressionOptions.WRITE).orElse(BlockCodec.COMPRESSIONS.getFirst()));
    }

    @Override
    public void concatenate(List<InputFile> parts, OutputStream out) throws IOException {
        Concatenation.write(parts, out);
    }
}
