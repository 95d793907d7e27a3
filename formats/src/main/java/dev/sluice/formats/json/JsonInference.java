package dev.sluice.formats.json;

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
import java.util.function.Consumer;

/** Infers the columns of a file: every key seen, in the order in which they came, with a type that holds every value. */
final class JsonInference {
    private static final long SAMPLE = 512 << 10;

    private JsonInference() {}

    /** How the objects of a file are looked at. */
    interface Objects {
        /** Where to look: about {@code bytes} from each of these positions, from the first object there. */
        void observe(List<Long> positions, long bytes, Consumer<JsonCursor> objects) throws IOException;
    }

    static Schema infer(InputFile file, Options options, Objects objects) throws IOException {
        Map<String, Type> declared = InferenceOptions.columnTypes(options);
        long length = file.length();
        boolean complete =
                options.get(InferenceOptions.INFER) == InferenceOptions.Extent.ALL || !file.isLongerThan(3 * SAMPLE);
        boolean forward = length == InputFile.UNKNOWN_LENGTH;
        Map<String, JsonProfile> columns = new LinkedHashMap<>();
        objects.observe(
                complete || forward ? List.of(0L) : List.of(0L, (length - SAMPLE) / 2, length - SAMPLE),
                complete ? length : forward ? 3 * SAMPLE : SAMPLE,
                in -> JsonProfile.observeFields(in, columns));
        List<Field> fields = new ArrayList<>();
        columns.forEach((name, profile) -> {
            Type type = declared.get(name);
            String nativeType = type == null && profile.isEmpty() ? InferenceOptions.NO_VALUES : "";
            fields.add(new Field(name, type == null ? profile.type(complete) : type, true, nativeType, ""));
        });
        declared.forEach((name, type) -> {
            if (!columns.containsKey(name)) {
                fields.add(Field.of(name, type));
            }
        });
        return Schema.of(fields);
    }
}
