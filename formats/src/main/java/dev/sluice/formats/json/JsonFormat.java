package dev.sluice.formats.json;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * JSON: an array of objects, UTF-8, a column per key; or several such arrays one after the other, or one array inside a
 * document ({@code records_path}). Neither reading nor writing holds more than a few objects. Types are those of {@link
 * JsonlFormat}.
 *
 * <p>A file is read in ranges that start where an object of the array seems to start; a wrong guess is noticed. With
 * {@code infer: all} it is read in one range, without guesses.
 */
public final class JsonFormat implements FileFormat {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<String> extensions() {
        return List.of("json");
    }

    @Override
    public List<Option<?>> readOptions() {
        return List.of(
                InferenceOptions.COLUMN_TYPES,
                InferenceOptions.INFER,
                InferenceOptions.SKIP_BAD_RECORDS,
                RecordsPath.OPTION,
                CompressionOptions.READ);
    }

    @Override
    public List<Option<?>> writeOptions() {
        return List.of(CompressionOptions.WRITE, CompressionOptions.LEVEL);
    }

    /** Every part has brackets of its own. */
    @Override
    public boolean joinsCompressed() {
        return false;
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    @Override
    public Schema readSchema(InputFile file, Options options) throws IOException {
        RecordsPath path = RecordsPath.of(options);
        boolean skipsBad = options.get(InferenceOptions.SKIP_BAD_RECORDS);
        return JsonInference.infer(file, options, (positions, bytes, objects) -> {
            ElementStarts starts = null;
            for (long position : positions) {
                if (position == 0) {
                    observe(file, path, new FileRange(0, bytes), skipsBad, objects);
                    continue;
                }
                starts = starts == null ? new ElementStarts(file, DocumentScanner.arrayStart(file, path)) : starts;
                OptionalLong start = starts.find(position);
                if (start.isPresent()) {
                    observe(file, path, new FileRange(start.getAsLong(), start.getAsLong() + bytes), skipsBad, objects);
                }
            }
        });
    }

    private static void observe(
            InputFile file, RecordsPath path, FileRange range, boolean skipsBad, Consumer<JsonCursor> objects)
            throws IOException {
        new JsonReader(file, new FileRange(range.start(), file.length()), path)
                .forEachObject(range.end(), skipsBad, objects);
    }

    @Override
    public List<FileRange> split(InputFile file, Options options, long targetBytes) throws IOException {
        long length = file.length();
        long count = Math.max(1, Math.ceilDiv(length, Math.max(1, targetBytes)));
        if (count == 1 || options.get(InferenceOptions.INFER) == InferenceOptions.Extent.ALL) {
            return List.of(new FileRange(0, length));
        }
        long arrayStart = DocumentScanner.arrayStart(file, RecordsPath.of(options));
        ElementStarts starts = new ElementStarts(file, arrayStart);
        List<FileRange> ranges = new ArrayList<>();
        long start = 0;
        for (long i = 1; i < count; i++) {
            long cut = Math.max(length / count * i, Math.max(start, arrayStart) + 1);
            OptionalLong next = starts.find(cut);
            if (next.isPresent()) {
                ranges.add(new FileRange(start, next.getAsLong()));
                start = next.getAsLong();
            }
        }
        ranges.add(new FileRange(start, length));
        return ranges;
    }

    @Override
    public void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException {
        new JsonReader(file, range, RecordsPath.of(options))
                .read(fileSchema, InferenceOptions.declaredColumns(options), out);
    }

    @Override
    public Type accepted(Type type) {
        return type;
    }

    @Override
    public String nativeType(Type type) {
        return JsonTypes.nameOf(type);
    }

    @Override
    public String loss(Type type) {
        return JsonTypes.lossOf(type);
    }

    @Override
    public RecordWriter newWriter(OutputStream out, WriterSettings settings) {
        return new ObjectWriter(out, settings.schema(), ObjectWriter.Framing.ARRAY);
    }

    @Override
    public boolean copiesBodies() {
        return true;
    }

    @Override
    public void concatenate(List<InputFile> parts, OutputStream out) throws IOException {
        ArrayParts.join(parts, out);
    }
}
