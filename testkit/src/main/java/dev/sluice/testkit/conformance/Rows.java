package dev.sluice.testkit.conformance;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.data.TypeMatrix;
import java.util.List;

/** Plain rows with a key, for tests where the values don't matter. */
public final class Rows {
    public static final Schema SCHEMA = new Schema(
            List.of(
                    Field.required(TypeMatrix.KEY, Type.INT64),
                    Field.of("name", Type.STRING),
                    Field.of("flag", Type.INT64)),
            List.of(TypeMatrix.KEY));

    private Rows() {}

    /** Rows with the keys {@code from} to {@code to}, exclusive. */
    public static RecordBatch numbered(long from, long to) {
        return numbered(from, to, "name");
    }

    public static RecordBatch numbered(long from, long to, String prefix) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, (int) (to - from));
        for (long key = from; key < to; key++) {
            Values.append(Type.INT64, builder.column(0), key);
            Values.append(Type.STRING, builder.column(1), key % 10 == 3 ? null : prefix + " " + key);
            Values.append(Type.INT64, builder.column(2), key % 7 == 0 ? null : key % 2);
        }
        return builder.build();
    }
}
