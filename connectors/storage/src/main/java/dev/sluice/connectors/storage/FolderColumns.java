package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a folder's columns when a stream is written to it. Each file keeps the columns it was written with; readers
 * put them together by name, and the manifest says what comes of that.
 *
 * @param types of the folder's columns afterwards, as a manifest has them
 * @param dropped names of the stream's columns that are left out
 * @param notes what differs, for the user
 */
record FolderColumns(Map<String, Object> types, Set<String> dropped, List<String> notes) {
    FolderColumns {
        dropped = Set.copyOf(dropped);
        notes = List.copyOf(notes);
    }

    /**
     * @param manifest what the folder holds; empty where that isn't known
     * @param written the columns that will be written
     * @throws ConnectorException INCOMPATIBLE_SCHEMA where they don't go with those that are there
     */
    static FolderColumns of(FileTarget target, Optional<Manifest> manifest, WriteRequest request, Schema written) {
        SchemaChanges changes = request.rules().schemaChanges();
        boolean compared = manifest.isPresent()
                && !manifest.get().schema().isEmpty()
                && (request.mode() != WriteMode.OVERWRITE || changes != SchemaChanges.EVOLVE);
        if (!compared) {
            return new FolderColumns(Manifest.types(written), Set.of(), List.of());
        }
        return new Comparison(target, manifest.get().schema(), request).with(written);
    }

    /** The columns of a folder against those of a stream. */
    private static final class Comparison {
        private final FileTarget target;
        private final WriteRequest request;
        private final SchemaChanges changes;
        private final Map<String, Object> before;
        private final Map<String, Object> types;
        private final Set<String> dropped = new HashSet<>();
        private final List<String> notes = new ArrayList<>();

        Comparison(FileTarget target, Map<String, Object> types, WriteRequest request) {
            this.target = target;
            this.before = types;
            this.types = new LinkedHashMap<>(types);
            this.request = request;
            this.changes = request.rules().schemaChanges();
        }

        FolderColumns with(Schema written) {
            for (String name : List.copyOf(types.keySet())) {
                if (written.indexOf(name).isEmpty()) {
                    missing(name);
                }
            }
            for (Field field : written.fields()) {
                Object known = types.get(field.name());
                if (known == null) {
                    add(field);
                } else {
                    join(field, known.toString());
                }
            }
            List<String> left = written.names().stream()
                    .filter(name -> !dropped.contains(name))
                    .toList();
            requirePositions(left);
            return request.mode() == WriteMode.OVERWRITE
                    ? new FolderColumns(Manifest.types(written), dropped, notes)
                    : new FolderColumns(types, dropped, notes);
        }

        /** Files without names of columns go by positions, which have to be the same in all of them. */
        private void requirePositions(List<String> written) {
            if (written.isEmpty()) {
                throw refusal("none of the stream's columns", "write to another folder");
            }
            boolean same = List.copyOf(before.keySet()).equals(written);
            if (!same && request.mode() == WriteMode.APPEND && !target.format().namesColumns(request.options())) {
                throw refusal(
                        "the columns " + Quoted.list(before.keySet()) + ", which its files don't name, and "
                                + Quoted.list(written) + " were to be added",
                        "write the same columns in the same order, or to another folder");
            }
        }

        private void missing(String name) {
            if (changes == SchemaChanges.FREEZE) {
                throw frozen("a column '" + name + "', which the stream hasn't");
            }
            notes.add("column '" + name + "' of " + target.folder() + " is not in the stream: its new rows have NULL");
        }

        private void add(Field field) {
            if (changes == SchemaChanges.FREEZE) {
                throw frozen("no column '" + field.name() + "', which the stream has");
            }
            if (changes == SchemaChanges.IGNORE) {
                dropped.add(field.name());
                notes.add("column '" + field.name() + "' is not in " + target.folder() + " and is left out");
                return;
            }
            types.put(field.name(), field.type().toString());
            notes.add("column '" + field.name() + "' is new in " + target.folder() + ": its earlier rows have NULL");
        }

        private void join(Field field, String known) {
            Type before = Type.parse(known);
            if (before.equals(field.type())) {
                return;
            }
            String difference =
                    "column '" + field.name() + "' as " + before + ", and in the stream it is " + field.type();
            if (changes == SchemaChanges.FREEZE) {
                throw frozen(difference);
            }
            Type joined = SchemaMerge.joined(target.format(), before, field.type())
                    .orElseThrow(() -> refusal(
                            difference,
                            "no type holds the values of both: cast it in 'columns', or write to another folder"));
            if (joined.equals(before)) {
                return;
            }
            if (changes == SchemaChanges.IGNORE) {
                throw refusal(difference, "set 'schema_changes: evolve' to widen it, or cast it in 'columns'");
            }
            types.put(field.name(), joined.toString());
            notes.add("column '" + field.name() + "' of " + target.folder() + " is widened from " + before + " to "
                    + joined);
        }

        private ConnectorException frozen(String difference) {
            return refusal(
                    difference,
                    "set 'schema_changes: evolve' to let columns change, or choose and cast them in 'columns'");
        }

        private ConnectorException refusal(String difference, String remedy) {
            return new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA, target.folder() + ": has " + difference + "; " + remedy);
        }
    }
}
