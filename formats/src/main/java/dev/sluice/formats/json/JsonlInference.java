package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Infers the columns of a file: every key seen, in the order in which they came, with a type that holds every value. */
final class JsonlInference {
    private static final long SAMPLE = 512 << 10;

    private JsonlInference() {}

    static Schema infer(InputFile file, Options options) throws IOException {
        Map<String, Type> declared = InferenceOptions.columnTypes(options);
        long length = file.length();
        boolean complete = options.get(InferenceOptions.INFER) == InferenceOptions.Extent.ALL || length <= 3 * SAMPLE;
        List<FileRange> ranges = complete
                ? List.of(new FileRange(0, length))
                : List.of(
                        new FileRange(0, SAMPLE),
                        new FileRange((length - SAMPLE) / 2, (length + SAMPLE) / 2),
                        new FileRange(length - SAMPLE, length));
        Map<String, JsonProfile> columns = new LinkedHashMap<>();
        for (FileRange range : ranges) {
            new JsonlReader(file, range).forEachObject(range, in -> JsonProfile.observeFields(in, columns));
        }
        List<Field> fields = new ArrayList<>();
        columns.forEach((name, profile) -> {
            Type type = declared.get(name);
            fields.add(Field.of(name, type == null ? profile.type(complete) : type));
        });
        declared.forEach((name, type) -> {
            if (!columns.containsKey(name)) {
                fields.add(Field.of(name, type));
            }
        });
        return Schema.of(fields);
    }
}
