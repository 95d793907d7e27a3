package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.sqlite.pages.ColumnEncoder;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
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

    ScratchColumns(Schema schema, List<TableColumn> staging, TextEncoding encoding) {
        affinities = new Affinity[schema.size()];
        required = new boolean[schema.size()];
        for (int i = 0; i < schema.size(); i++) {
            Type type = schema.type(i);
            Affinity affinity = Affinity.of(staging.get(i).nativeType());
            affinities[i] = storesAsEncoded(affinity, type) ? affinity : Affinity.BLOB;
            required[i] = !staging.get(i).nullable();
            encoders.add(ColumnEncoder.of(type, affinities[i] == Affinity.REAL, encoding));
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
                .mapToObj(i -> name(i) + " " + affinities[i] + (required[i] ? " NOT NULL" : ""))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    String name(int column) {
        return "c" + column;
    }
}
