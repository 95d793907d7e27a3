package dev.sluice.formats.json;

import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.List;

/**
 * Where in a document the array of records is.
 *
 * @param keys the keys that lead there from the outermost object; none where the document is the array
 */
record RecordsPath(List<String> keys) {
    static final Option<String> OPTION = Option.string(
            "records_path",
            "Where in a JSON document the array of records is: keys with dots between them, such as data.items, a dot"
                    + " in a key as \\.; the document itself if left out");

    RecordsPath {
        keys = List.copyOf(keys);
    }

    static RecordsPath of(Options options) {
        return new RecordsPath(options
                .find(OPTION)
                .filter(written -> !written.isEmpty())
                .map(written -> List.of(written.split("(?<!\\\\)\\.", -1)))
                .orElse(List.of())
                .stream()
                .map(key -> key.replace("\\.", "."))
                .toList());
    }

    /** Whether the array lies in a document. */
    boolean isNamed() {
        return !keys.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(".", keys);
    }
}
