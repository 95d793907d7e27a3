package dev.sluice.formats.csv;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.formats.encoding.TextEncoding;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CSV as RFC 4180 has it, in UTF-8, with other delimiters and quotes by option.
 *
 * <p>NULL is an empty field, the empty text is {@code ""}; they stay apart in both directions. Lines end with LF or CRLF;
 * a lone CR is data, and so is U+0000. Empty lines are skipped, except in a file of one column, where each is a NULL. A
 * file needs at least one record, be it a header: an empty file is refused.
 *
 * <p>Ragged records, text after a closing quote, quotes that are never closed, invalid UTF-8 and values that don't fit
 * their column's type end the read, with the file, line, byte and column.
 */
public final class CsvFormat implements FileFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public List<String> extensions() {
        return List.of("csv", "tsv");
    }

    @Override
    public List<Option<?>> readOptions() {
        return CsvOptions.READ;
    }

    @Override
    public List<Option<?>> writeOptions() {
        return CsvOptions.WRITE;
    }

    @Override
    public boolean namesColumns(Options options) {
        return options.get(CsvOptions.WRITE_HEADER);
    }

    @Override
    public String nameByPosition(int position) {
        return Head.nameByPosition(position);
    }

    @Override
    public Map<Option<?>, Object> readBack(Options options) {
        return CsvOptions.readBack(options);
    }

    @Override
    public Schema readSchema(InputFile file, Options options) throws IOException {
        return SchemaInference.infer(file, Decoding.of(file, options), options);
    }

    @Override
    public Schema columns(InputFile file, Schema stream, Options options) throws IOException {
        Map<String, Field> known = new HashMap<>();
        stream.fields().forEach(field -> known.put(field.name(), field));
        try (InputFile text = Decoding.open(file, Decoding.of(file, options))) {
            return Schema.of(Head.read(text, options).names().stream()
                    .map(name -> known.getOrDefault(name, Field.of(name, Type.STRING)))
                    .toList());
        }
    }

    /** Every range starts with a record, but the first one at 0; a file that isn't UTF-8 is one range. */
    @Override
    public List<FileRange> split(InputFile file, Options options, long targetBytes) throws IOException {
        Dialect set = Dialect.forReading(options);
        if (file.length() <= targetBytes
                || !options.get(CsvOptions.PARALLEL)
                || !set.canBeCut()
                || !Decoding.of(file, options).equals(TextEncoding.UTF_8)) {
            return List.of(FileRange.whole(file));
        }
        Head head = Head.read(file, options);
        return new RangePlanner(file, head.dialect(), head.start()).plan(targetBytes);
    }

    @Override
    public void read(InputFile file, FileRange range, Schema fileSchema, Options options, BatchOutput out)
            throws IOException, InterruptedException {
        try (InputFile text = Decoding.open(file, Decoding.of(file, options))) {
            Head head = Head.read(text, options);
            boolean first = range.start() == 0;
            long end = range.end() == file.length() ? text.length() : range.end();
            FileRange records = new FileRange(first ? head.start() : range.start(), end);
            Set<String> declared = InferenceOptions.declaredColumns(options);
            new RangeReader(text, records, fileSchema, head.dialect(), Notation.of(options), declared, out)
                    .read(first && head.hasHeader());
        }
    }

    /** Nested values are written as JSON. */
    @Override
    public Type accepted(Type type) {
        return Type.isNested(type) ? Type.JSON : type;
    }

    @Override
    public String nativeType(Type type) {
        return "text";
    }

    @Override
    public String loss(Type type) {
        return Type.isNested(type) ? "its structure becomes JSON text" : "";
    }

    @Override
    public RecordWriter newWriter(OutputStream out, WriterSettings settings) throws IOException {
        return new CsvWriter(out, settings);
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
        byte[] buffer = new byte[1 << 20];
        for (InputFile part : parts) {
            RangeOutput.append(part, 0, part.length(), buffer, out);
        }
    }
}
