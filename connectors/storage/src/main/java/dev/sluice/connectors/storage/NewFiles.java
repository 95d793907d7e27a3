package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The files that an incremental run reads: those that the last one didn't find, or found in another version.
 *
 * @param files by path; maybe none
 * @param position all files that are there now
 */
record NewFiles(List<StoredFile> files, Position position, List<String> notes) {
    private static final int NAMED = 3;

    static NewFiles of(FileGroup group, Increment increment, UnaryOperator<String> absolute) {
        requireNoCursor(group, increment);
        for (StoredFile file : group.files()) {
            if (file.version().isEmpty()) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        file.path() + ": nobody can tell what of it is new; set 'sync_mode: full_refresh'");
            }
        }
        if (group.files().size() > SeenFiles.MOST) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    group.name() + ": an incremental run remembers " + SeenFiles.MOST + " files, and there are "
                            + group.files().size()
                            + "; move away what was read, or choose fewer files by a glob");
        }
        Position position = SeenFiles.of(group.files(), absolute).position();
        if (increment.last() == null) {
            return new NewFiles(group.files(), position, List.of());
        }
        SeenFiles seen = SeenFiles.of(increment.last());
        List<StoredFile> files = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (StoredFile file : group.files()) {
            if (!seen.hasVersion(file, absolute)) {
                files.add(file);
                if (seen.hasPath(file, absolute)) {
                    changed.add(file.path());
                }
            }
        }
        return new NewFiles(List.copyOf(files), position, notes(group, files.size(), changed));
    }

    private static void requireNoCursor(FileGroup group, Increment increment) {
        if (increment.cursor() != null
                || !increment.from().isEmpty()
                || !increment.until().isEmpty()
                || !increment.lookback().isNone()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    group.name() + ": files are read by what is new; leave cursor_field out, and initial_value,"
                            + " until and lookback with it");
        }
    }

    private static List<String> notes(FileGroup group, int read, List<String> changed) {
        List<String> notes = new ArrayList<>();
        notes.add("new or changed since the last run: " + read + " of "
                + group.files().size() + " files");
        if (!changed.isEmpty()) {
            String more = changed.size() > NAMED ? " and " + (changed.size() - NAMED) + " more" : "";
            notes.add(String.join(", ", changed.subList(0, Math.min(NAMED, changed.size()))) + more
                    + (changed.size() == 1 ? " was" : " were")
                    + " changed since the last run and will be read again from the beginning; a target that is appended"
                    + " to keeps the rows of before as well");
        }
        return notes;
    }
}
