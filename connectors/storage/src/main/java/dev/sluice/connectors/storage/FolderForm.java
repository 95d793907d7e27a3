package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.text.Quoted;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The form that the files of a folder have in common, without which they aren't read together: their format, the folders of
 * their partitions, and how the format is read. Names tell the first two; the last is known where the manifest keeps it.
 */
final class FolderForm {
    private static final String REMEDY = "; write the same as before, or to another folder";

    private final FileTarget target;
    private final Manifest manifest;

    private FolderForm(FileTarget target, Manifest manifest) {
        this.target = target;
        this.manifest = manifest;
    }

    /**
     * Refuses to add files of another form to those that are there.
     *
     * @param manifest what the folder holds; empty where that isn't known
     * @throws ConnectorException INVALID_CONFIGURATION, with what the folder has and what would be written
     */
    static void requireSame(FileTarget target, Optional<Manifest> manifest, WriteRequest request) {
        if (request.mode() == WriteMode.APPEND && manifest.isPresent()) {
            FolderForm form = new FolderForm(target, manifest.get());
            WrittenForm written = WrittenForm.of(target, request);
            form.requireFormat();
            form.requirePartitions(written.partitionBy());
            form.requireReading(written.reading());
        }
    }

    private void requireFormat() {
        Set<String> formats = new TreeSet<>();
        for (Manifest.Entry file : manifest.files()) {
            FileFormats.ofFileName(file.name()).map(FileFormat::name).ifPresent(formats::add);
        }
        if (!formats.isEmpty() && !formats.contains(target.format().name())) {
            throw refusal(
                    "format",
                    "has " + String.join(" and ", formats) + " files",
                    target.format().name() + " files");
        }
    }

    /** The order of the folders is of no account to readers. */
    private void requirePartitions(List<String> partitionBy) {
        Set<Set<String>> keys = manifest.files().stream()
                .map(Manifest.Entry::name)
                .filter(FileTarget::isPart)
                .map(name -> Partitions.of(name).keySet())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!keys.isEmpty() && !keys.contains(Set.copyOf(partitionBy))) {
            throw refusal(
                    "partition_by",
                    "is partitioned by " + describe(keys.iterator().next()),
                    "files partitioned by " + describe(partitionBy));
        }
    }

    private static String describe(Collection<String> columns) {
        return columns.isEmpty() ? "nothing" : Quoted.list(columns);
    }

    private void requireReading(Map<String, Object> written) {
        List<String> different = manifest.reading().keySet().stream()
                .filter(option -> written.containsKey(option)
                        && !written.get(option).equals(manifest.reading().get(option)))
                .toList();
        if (!different.isEmpty() && !manifest.files().isEmpty()) {
            throw refusal(
                    String.join(", ", different),
                    "has files with " + describe(manifest.reading(), different),
                    "files with " + describe(written, different));
        }
    }

    private static String describe(Map<String, Object> reading, List<String> options) {
        return options.stream()
                .map(option -> option + ' ' + describe(reading.get(option)))
                .collect(Collectors.joining(", "));
    }

    private static String describe(Object value) {
        return value instanceof List<?> texts
                ? texts.stream().map(FolderForm::describe).collect(Collectors.joining(", "))
                : value instanceof String text ? "'" + text.replace("\t", "tab") + "'" : value.toString();
    }

    private ConnectorException refusal(String options, String has, String written) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "config." + options + ": the folder " + target.folder() + " " + has + ", and this run would add "
                        + written + REMEDY);
    }
}
