package dev.sluice.connectors.storage;

import dev.sluice.spi.Option;
import dev.sluice.spi.Position;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the files of a stream are cut up, each pinned to the version that was found. */
record FilePlan(List<Split> splits, List<String> notes, Optional<Position> position, String fingerprint)
        implements SplitPlan {
    FilePlan {
        splits = List.copyOf(splits);
        notes = List.copyOf(notes);
    }

    /**
     * Stands for the files with their sizes and versions, how they are cut, and all that changes what rows are read of them.
     * Empty where a file's version isn't known.
     *
     * @param options those that change how files are read
     */
    static String fingerprint(
            ReadRequest request, List<StoredFile> files, List<Split> splits, List<Option<?>> options) {
        if (files.stream().anyMatch(file -> file.version().isEmpty())) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        options.stream()
                .sorted(Comparator.comparing(Option::key))
                .forEach(option -> request.options()
                        .find(option)
                        .ifPresent(value -> text.append(option.key())
                                .append('=')
                                .append(value)
                                .append('\n')));
        text.append(request.stream().schema()).append('\n').append(request.schema());
        for (Split split : splits) {
            text.append('\n').append(split.index()).append(split.properties());
        }
        return Digests.hex(text.toString());
    }
}
