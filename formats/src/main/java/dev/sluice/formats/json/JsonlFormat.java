package dev.sluice.formats.json;

import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
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

/**
 * JSON Lines: one object per line, UTF-8, a column per key. A missing key is NULL. Objects and arrays of one structure
 * are structs and lists, others keep their JSON text. Lines can be read in parallel, since no JSON token holds a line
 * feed.
 */
public final class JsonlFormat implements FileFormat {
    private static final int COPY_BUFFER = 1 << 18;

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public List<String> extensions() {
        return List.of("jsonl", "ndjson");
    }

    @Override
    public List<Option<?>> readOptions() {
        return List.of(
                InferenceOptions.COLUMN_TYPES,
                InferenceOptions.INFER,
                InferenceOptions.SKIP_BAD_RECORDS,
                CompressionOptions.READ);
    }

    @Override
    public List<Option<?>> writeOptions() {
        return List.of(CompressionOptions.WRITE, CompressionOptions.LEVEL);
    }

    @Override
    public boolean hasFixedColumns() {
        return false;
    }

    @Override
    public Schema readSchema(InputFile file, Options options) throws IOException {
        return JsonInference.infer(file, options, (positions, bytes, objects) -> {
            for (long position : positions) {
                FileRange range = new FileRange(position, Math.min(file.length(), position + bytes));
                new JsonlReader(file, range)
                        .forEachObject(range, options.get(InferenceOptions.SKIP_BAD_RECORDS), objects);
            }
        });
    }

    @Override
    public List<FileRange> split(InputFile file, Options options, long targetBytes) {
        long length = file.length();
        long count = Math.max(1, Math.ceilDiv(length, Math.max(1, targetBytes)));
        List<FileRange> ranges = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            ranges.add(new FileRange(cut(length, i, count), cut(length, i + 1, count)));
        }
        return ranges;
    }

    private static long cut(long length, long index, long count) {
        return index == count ? length : length / count * index;
    }

    @Override
    public void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException {
        new JsonlReader(file, range).read(range, fileSchema, InferenceOptions.declaredColumns(options), out);
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
        return new ObjectWriter(out, settings.schema(), ObjectWriter.Framing.LINES);
    }

    @Override
    public boolean partsAreAppendable() {
        return true;
    }

    @Override
    public boolean copiesBodies() {
        return true;
    }

    @Override
    public void concatenate(List<InputFile> parts, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY_BUFFER];
        for (InputFile part : parts) {
            RangeOutput.append(part, 0, part.length(), buffer, out);
        }
    }
}
