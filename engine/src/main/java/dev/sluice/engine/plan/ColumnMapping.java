package dev.sluice.engine.plan;

import dev.sluice.engine.cast.Cast;
import dev.sluice.engine.config.ColumnRule;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.Suggestion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the columns that are read become the columns that are written: selection, names and types. Plain data.
 *
 * @param read the columns to ask the source for
 * @param paths for each written column, where the one it is made of is found in {@code read}
 * @param written names and types as they arrive at the destination
 */
public record ColumnMapping(Schema read, List<ColumnPath> paths, Schema written) implements Serializable {
    public ColumnMapping {
        paths = List.copyOf(paths);
    }

    /**
     * Applies a pipeline's {@code flatten:} and then its {@code columns:} to a stream.
     *
     * @param flatten how many structs that lie in each other become columns; 0 for none
     * @throws ConnectorException COLUMN_NOT_FOUND or INVALID_CONFIGURATION, listing every problem
     */
    static ColumnMapping of(CatalogStream stream, int flatten, List<ColumnRule> asked, List<String> primaryKey) {
        Flattening flattened = Flattening.of(stream, flatten);
        Schema schema = flattened.schema();
        if (asked.isEmpty()) {
            Schema written = withKey(stream, schema, primaryKey);
            return new ColumnMapping(flatten == 0 ? written : stream.schema(), flattened.paths(), written);
        }
        List<ColumnRule> rules = Spelling.ofColumns(schema, asked);
        List<String> problems = new ArrayList<>();
        LinkedHashSet<Integer> wanted = new LinkedHashSet<>();
        for (ColumnRule rule : rules) {
            if (schema.indexOf(rule.source()).isPresent()) {
                wanted.add(flattened.path(rule.source()).position());
            } else {
                problems.add(stream.name() + " has no column '" + rule.source() + "'"
                        + Suggestion.didYouMean(rule.source(), schema.names()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConnectorException(ErrorCode.COLUMN_NOT_FOUND, String.join("\n", problems));
        }
        List<Integer> positions = List.copyOf(wanted);
        Schema read = Schema.of(positions.stream().map(stream.schema()::field).toList());
        List<ColumnPath> paths = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (ColumnRule rule : rules) {
            ColumnPath path = flattened.path(rule.source());
            Field field =
                    schema.field(schema.indexOf(rule.source()).orElseThrow()).withName(rule.target());
            Type type = rule.type().orElse(field.type());
            if (!Cast.isPossible(field.type(), type)) {
                problems.add(stream.name() + ": column '" + rule.source() + "' of type " + field.type()
                        + " can't be cast to " + type + Cast.hint(field.type(), type));
            }
            paths.add(path.at(positions.indexOf(path.position())));
            fields.add(field.withType(type));
        }
        long names = fields.stream().map(Field::name).distinct().count();
        if (names != fields.size()) {
            problems.add(stream.name() + ": two columns get the same name; rename one with 'a as b'");
        }
        if (!problems.isEmpty()) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, String.join("\n", problems));
        }
        List<String> sourceKey = schema.primaryKey().stream()
                .map(name -> rules.stream()
                        .filter(rule -> rule.source().equals(name))
                        .map(ColumnRule::target)
                        .findFirst()
                        .orElse(""))
                .toList();
        Schema written = new Schema(fields, sourceKey.contains("") ? List.of() : sourceKey);
        return new ColumnMapping(read, paths, withKey(stream, written, primaryKey));
    }

    private static Schema withKey(CatalogStream stream, Schema schema, List<String> primaryKey) {
        if (primaryKey.isEmpty()) {
            return schema;
        }
        List<String> key =
                primaryKey.stream().map(name -> Spelling.ofColumn(schema, name)).toList();
        for (String name : key) {
            if (schema.indexOf(name).isEmpty()) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        stream.name() + ": primary_key names '" + name + "', which is not among the columns"
                                + Suggestion.didYouMean(name, schema.names()));
            }
        }
        return schema.withPrimaryKey(key);
    }

    /** The columns of one schema become those of another, in order. */
    public static ColumnMapping byPosition(Schema read, Schema written) {
        return new ColumnMapping(
                read,
                IntStream.range(0, written.size()).mapToObj(ColumnPath::of).toList(),
                written);
    }

    /** The same with one more column to read, of which nothing is written; itself where that is read already. */
    ColumnMapping alsoReading(Field column) {
        if (read.indexOf(column.name()).isPresent()) {
            return this;
        }
        List<Field> fields = new ArrayList<>(read.fields());
        fields.add(column);
        return new ColumnMapping(new Schema(fields, read.primaryKey()), paths, written);
    }

    /** The same, written without a key. */
    ColumnMapping withoutKey() {
        return new ColumnMapping(read, paths, written.withPrimaryKey(List.of()));
    }

    /** The name under which a column that is read is written as it is; empty where it isn't. */
    String writtenName(String column) {
        return IntStream.range(0, paths.size())
                .filter(i -> paths.get(i).steps().size() == 1
                        && read.field(paths.get(i).position()).name().equals(column))
                .mapToObj(i -> written.field(i).name())
                .findFirst()
                .orElse("");
    }

    /** Only the columns of the key as it is written. */
    public ColumnMapping onlyKey() {
        List<Integer> key = written.primaryKey().stream()
                .map(name -> written.indexOf(name).orElseThrow())
                .toList();
        List<Integer> positions =
                key.stream().map(i -> paths.get(i).position()).distinct().toList();
        return new ColumnMapping(
                Schema.of(positions.stream().map(read::field).toList()),
                key.stream()
                        .map(i -> paths.get(i).at(positions.indexOf(paths.get(i).position())))
                        .toList(),
                new Schema(key.stream().map(written::field).toList(), written.primaryKey()));
    }

    /** The same columns in other types, without those that aren't among them. */
    ColumnMapping withWritten(Schema accepted) {
        List<ColumnPath> kept = accepted.names().stream()
                .map(name -> paths.get(written.indexOf(name).orElseThrow()))
                .toList();
        return new ColumnMapping(read, kept, accepted);
    }

    public boolean isIdentity() {
        return read.fields().equals(written.fields());
    }

    /** The casts, one per written column; make once per task. */
    public List<Cast> casts() {
        List<Cast> casts = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            casts.add(Cast.of(paths.get(i).in(read).type(), written.type(i)));
        }
        return casts;
    }

    /**
     * Turns a batch as read into a batch as written, without the rows that are set aside.
     *
     * @param refused is told of each value that doesn't fit, and says whether its row is set aside; else the value is null
     */
    public RecordBatch apply(RecordBatch batch, List<Cast> casts, RefusedValue refused) {
        List<Column> columns = new ArrayList<>(written.size());
        BitSet aside = new BitSet();
        for (int i = 0; i < written.size(); i++) {
            Field field = written.field(i);
            columns.add(casts.get(i).apply(paths.get(i).in(batch), (row, reason) -> {
                if (!aside.get(row) && refused.setsAside(field, row, reason)) {
                    aside.set(row);
                }
            }));
        }
        return new RecordBatch(written, batch.rowCount(), columns).without(aside);
    }

    /** Decides on values that don't fit. */
    @FunctionalInterface
    public interface RefusedValue {
        /**
         * @param field the column as it is written
         * @param row in the batch, from 0
         * @param reason with the value, for people
         * @throws ConnectorException where it ends the run
         */
        boolean setsAside(Field field, int row, String reason);
    }
}
