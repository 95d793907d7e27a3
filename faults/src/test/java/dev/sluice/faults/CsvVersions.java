package dev.sluice.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A CSV file. */
final class CsvVersions implements VersionedSource {
    private final Path file;
    private final Judge duckDb = Judge.duckDb();

    CsvVersions(Path file) throws SQLException {
        this.file = file;
    }

    @Override
    public String show(int version) throws IOException, SQLException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,version,name,amount\n");
            for (int id = 0; id < VersionedSource.rows(version); id++) {
                String name = id % 7 == 0 ? "" : "\"name, of ü " + id + '"';
                out.write(id + "," + version + "," + name + "," + id * 37L + "\n");
            }
        }
        return duckDb.duckDbFingerprint("read_csv('" + file + "')");
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
