package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.formats.InferenceOptions;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The options of all formats together, and which of them go with the format that was chosen. */
public final class FormatOptions {
    public static final Option<String> FORMAT = Option.string(
            "format",
            "Format of the files: " + String.join(", ", FileFormats.names()) + "; by the file's extension if left out");

    private FormatOptions() {}

    /** The options for reading files of any format. */
    public static List<Option<?>> read() {
        return union(FileFormat::readOptions);
    }

    /** The options for writing files of any format. */
    public static List<Option<?>> write() {
        return union(FileFormat::writeOptions);
    }

    private static List<Option<?>> union(Function<FileFormat, List<Option<?>>> options) {
        Map<String, Option<?>> byKey = new LinkedHashMap<>();
        for (FileFormat format : FileFormats.all()) {
            for (Option<?> option : options.apply(format)) {
                Option<?> other = byKey.putIfAbsent(option.key(), option);
                if (other != null
                        && (other.kind() != option.kind() || !other.choices().equals(option.choices()))) {
                    throw new IllegalStateException("two formats mean different things by the option " + option.key());
                }
            }
        }
        return List.copyOf(byKey.values());
    }

    /** The format that the option names, if it is set. */
    static java.util.Optional<FileFormat> chosen(Options options) {
        return options.find(FORMAT).map(FileFormats::named);
    }

    /**
     * Refuses options that the format has no use for.
     *
     * @throws ConnectorException INVALID_CONFIGURATION, listing all of them
     */
    static void check(Options options, FileFormat format, Function<FileFormat, List<Option<?>>> role) {
        List<String> own = keys(role.apply(format));
        List<String> problems = new ArrayList<>();
        for (Option<?> option : union(role)) {
            // streams whose bad rows are tolerated set this one, whatever the format
            boolean hint = option.key().equals(InferenceOptions.SKIP_BAD_RECORDS.key());
            if (options.isSet(option) && !hint && !own.contains(option.key())) {
                List<String> others = FileFormats.all().stream()
                        .filter(other -> keys(role.apply(other)).contains(option.key()))
                        .map(FileFormat::name)
                        .toList();
                problems.add("config." + option.key() + ": is an option of " + String.join(", ", others) + ", not of "
                        + format.name());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, String.join("\n", problems));
        }
    }

    private static List<String> keys(List<Option<?>> options) {
        return options.stream().map(Option::key).toList();
    }
}
