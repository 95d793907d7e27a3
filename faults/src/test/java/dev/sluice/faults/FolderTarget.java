package dev.sluice.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of Parquet files, read by DuckDB. */
final class FolderTarget implements Target {
    private static final Pattern UNNAMED_COPY = Pattern.compile("\\.sluice-[0-9a-f]{32}-0-new-.*\\.json");

    private final Path folder;
    private final Judge duckDb = Judge.duckDb();

    FolderTarget(Path folder) throws SQLException {
        this.folder = folder;
    }

    @Override
    public String fingerprint() throws IOException, SQLException {
        return duckDb.duckDbFingerprint(files().stream()
                .map(name -> "'" + folder.resolve(name) + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "])")));
    }

    private List<String> files() throws IOException {
        return ManifestFiles.of(Files.readString(folder.resolve(ManifestFiles.NAME)));
    }

    /**
     * What a reader sees who lists must be what the manifest says. A hidden copy of journal or manifest that wasn't renamed
     * yet may be that of a live run of another pipeline: such copies go once they are a day old.
     */
    @Override
    public List<String> leftovers() throws IOException {
        List<String> listed = files();
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals(ManifestFiles.NAME) && !listed.contains(name))
                    .filter(name -> !UNNAMED_COPY.matcher(name).matches())
                    .toList();
        }
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
