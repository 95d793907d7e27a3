package dev.sluice.testkit.data;

import dev.sluice.engine.cast.Cast;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Batches made of others. */
public final class Batches {
    private Batches() {}

    /** The same values with each column's type replaced. */
    public static RecordBatch cast(RecordBatch batch, UnaryOperator<Type> types) {
        Schema schema = batch.schema();
        List<Field> fields = schema.fields().stream()
                .map(field -> field.withType(types.apply(field.type())))
                .toList();
        return cast(batch, new Schema(fields, schema.primaryKey()));
    }

    /** The same values with the types of a schema of as many columns. */
    public static RecordBatch cast(RecordBatch batch, Schema schema) {
        List<Column> columns = IntStream.range(0, schema.size())
                .mapToObj(i -> Cast.of(batch.schema().type(i), schema.type(i))
                        .apply(batch.column(i), schema.field(i).name(), 0))
                .toList();
        return new RecordBatch(schema, batch.rowCount(), columns);
    }
}
