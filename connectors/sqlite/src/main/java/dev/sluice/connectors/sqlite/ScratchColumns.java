package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.sqlite.pages.ColumnEncoder;
import dev.sluice.connectors.sqlite.pages.KeyEncoder;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of a staging table, as a file that its rows come from has them. SQLite copies records as they are where both
 * tables promise the same of their columns, so the file declares what its rows keep: an affinity where the values are
 * encoded as it would make them, NOT NULL where no value is null. What it doesn't declare SQLite sees to in each row.
 */
final class ScratchColumns {
    private final Affinity[] affinities;
    private final boolean[] required;
    private final List<ColumnEncoder> encoders = new ArrayList<>();
    private Optional<KeyEncoder> key = Optional.empty();

    ScratchColumns(Schema schema, Table staging, TextEncoding encoding) {
        affinities = new Affinity[schema.size()];
        required = new boolean[schema.size()];
        for (int i = 0; i < schema.size(); i++) {
            Type type = schema.type(i);
            TableColumn column = staging.columns().get(i);
            Affinity affinity = Affinity.of(column.nativeType());
            affinities[i] = storesAsEncoded(affinity, type) ? affinity : Affinity.BLOB;
            boolean isKey = staging.primaryKey().equals(List.of(column.name()))
                    && column.nativeType().equalsIgnoreCase("INTEGER");
            required[i] = !column.nullable() || isKey;
            if (isKey) {
                key = Optional.of(new KeyEncoder());
                encoders.add(key.get());
            } else {
                encoders.add(ColumnEncoder.of(type, affinities[i] == Affinity.REAL, encoding));
            }
        }
    }

    private static boolean storesAsEncoded(Affinity affinity, Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN, Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32 ->
                affinity != Affinity.TEXT;
            case Type.Simple.INT64 -> affinity != Affinity.TEXT && affinity != Affinity.REAL;
            case Type.Simple.FLOAT32, Type.Simple.FLOAT64 -> affinity == Affinity.REAL;
            case Type.Simple.BINARY -> true;
            // texts that look like no number
            case Type.Simple.DATE, Type.Simple.UUID -> true;
            case Type.Time time -> true;
            case Type.Timestamp timestamp -> true;
            case Type.TimestampTz timestamp -> true;
            default -> affinity.keepsText();
        };
    }

    List<ColumnEncoder> encoders() {
        return encoders;
    }

    /** The column that is the rowid of the staging table. */
    Optional<KeyEncoder> key() {
        return key;
    }

    /** Looks for nulls where none should be. */
    void take(RecordBatch batch) {
        for (int i = 0; i < required.length; i++) {
            required[i] = required[i] && !hasNull(batch.column(i));
        }
    }

    private static boolean hasNull(Column column) {
        return column.hasNulls() && IntStream.range(0, column.size()).anyMatch(column::isNull);
    }

    /** The table that holds all rows since the file was begun. */
    String createTable(String name) {
        return IntStream.range(0, affinities.length)
                .mapToObj(i -> name(i) + " " + affinities[i] + (required[i] ? " NOT NULL" : "")
                        + (isRowid(i) ? " PRIMARY KEY" : ""))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    /** Whether a column is the {@link #key}. */
    boolean isKey(int column) {
        return encoders.get(column) instanceof KeyEncoder;
    }

    private boolean isRowid(int column) {
        return encoders.get(column) instanceof KeyEncoder encoder && encoder.isRowid();
    }

    String name(int column) {
        return "c" + column;
    }
}
