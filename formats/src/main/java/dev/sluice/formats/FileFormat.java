package dev.sluice.formats;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A way to lay out records in a file. Formats know no storage and storages no format; any two go together. Stateless and
 * thread-safe.
 *
 * <p>Broken input ends in a {@link ConnectorException} (MALFORMED_INPUT) that names the file, the place in it (line and
 * column, or byte position) and what to do.
 */
public interface FileFormat {
    /** The value of the option {@code format}. */
    String name();

    /** File name extensions, without a dot, the usual one first. */
    List<String> extensions();

    /** Options that change how files are read. */
    List<Option<?>> readOptions();

    /** Options that change how files are written. */
    List<Option<?>> writeOptions();

    /**
     * Whether every record of a file has all its columns. Where not, a file that lacks a column of another has nulls for it,
     * and {@link #read} gives them.
     */
    default boolean hasFixedColumns() {
        return true;
    }

    /** What the format's files can be compressed with when they are written; what is used where nothing is said comes first. */
    default List<Compression> compressions() {
        return List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD);
    }

    /**
     * Whether the format compresses parts of its files by itself, by the option {@link CompressionOptions#WRITE}. Else files are
     * compressed as a whole around it, and the format sees their content only.
     */
    default boolean compressesItself() {
        return false;
    }

    /**
     * Whether {@link #concatenate} may be given files that are compressed as a whole, whose bytes in a row are one file.
     * Else they are decompressed for it.
     */
    default boolean joinsCompressed() {
        return true;
    }

    /** The columns of a file: from its own schema, or inferred from a sample. */
    Schema readSchema(InputFile file, Options options) throws IOException;

    /** Whether the columns' types come from the values rather than from the file's own schema. */
    default boolean infersTypes() {
        return readOptions().contains(InferenceOptions.COLUMN_TYPES);
    }

    /**
     * The columns of a file of a stream whose columns are known, to read it with: its own, with the stream's types where the
     * format infers them. Unlike {@link #readSchema} it need not look at values.
     */
    default Schema columns(InputFile file, Schema stream, Options options) throws IOException {
        return hasFixedColumns() ? readSchema(file, options) : stream;
    }

    /**
     * Cuts a file of known length into ranges that can be read at the same time, of about {@code targetBytes} each; one
     * range where the file or the options don't allow more. In the file's order.
     */
    List<FileRange> split(InputFile file, Options options, long targetBytes) throws IOException;

    /**
     * Reads a range: emits its records, in order, with the columns of {@code out.schema()}, which are looked up by name.
     *
     * @param fileSchema what {@link #readSchema} said of the file
     */
    void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException;

    /** Whether files, all but the first written as continuations, make one by being put one behind the other as they are. */
    default boolean partsAreAppendable() {
        return false;
    }

    /**
     * Whether files that are written tell their columns' names; else readers go by positions.
     *
     * @param options those of the destination
     */
    default boolean namesColumns(Options options) {
        return true;
    }

    /**
     * The name that readers give to a column of files that don't name it themselves.
     *
     * @param position from 0
     */
    default String nameByPosition(int position) {
        throw new IllegalStateException(name() + " files name their columns");
    }

    /**
     * With which of {@link #readOptions}, and which values, files are read exactly as they were written, nothing being found
     * out or guessed. How they are compressed as a whole and which types their columns have is said elsewhere.
     *
     * @param options those of the destination
     */
    default Map<Option<?>, Object> readBack(Options options) {
        return Map.of();
    }

    /** How many records a file has, where that is cheap to tell, such as from a footer. */
    default OptionalLong countRecords(InputFile file) throws IOException {
        return OptionalLong.empty();
    }

    /** The type in which values of a type are to be given to the writer: the same, or JSON where the format can't nest. */
    Type accepted(Type type);

    /** The format's own name for a type, for plans. */
    String nativeType(Type type);

    /**
     * What the files can't keep of values of a type, in words for plans: "other readers see text"; empty where they keep
     * all. Says nothing of what is nested in the type.
     */
    default String loss(Type type) {
        return "";
    }

    RecordWriter newWriter(OutputStream out, WriterSettings settings) throws IOException;

    /**
     * Appends whole files, in order, into one: what a single writer would have written. All but the first were written
     * with {@link WriterSettings#continuation()}.
     */
    void concatenate(List<InputFile> parts, OutputStream out) throws IOException;

    /**
     * Whether {@link #concatenate} appends by {@link RangeOutput} all that lies between the beginning of a file, {@link
     * BodyOutput#LONGEST_HEAD} at most, and what was written once its writer called {@link BodyOutput#endBody}.
     */
    default boolean copiesBodies() {
        return false;
    }
}
