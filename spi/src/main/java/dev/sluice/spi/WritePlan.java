package dev.sluice.spi;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;

/**
 * How a destination would carry out a {@link WriteRequest}: what {@code sluice plan} shows, and what the engine converts
 * values to before they reach {@link DestinationConnector#write}.
 *
 * @param columns one per field of the request's schema, in order
 * @param statements DDL and SQL that will run, or a description of the files
 * @param publish how the rows become visible: "swap with rename", "delete and insert in one transaction"
 * @param notes what the user should know
 */
public record WritePlan(List<ColumnPlan> columns, List<String> statements, String publish, List<String> notes) {
    public WritePlan {
        columns = List.copyOf(columns);
        statements = List.copyOf(statements);
        notes = List.copyOf(notes);
    }

    /**
     * What becomes of a column.
     *
     * @param name in the target
     * @param accepted the logical type that {@code write} wants the values in: the field's own, or for instance JSON where
     *     the target has no nested types
     * @param nativeType the target's type
     * @param loss what the target can't keep, or empty: "nanoseconds are refused"
     * @param dropped whether it is left out: {@code write} isn't given its values
     */
    public record ColumnPlan(String name, Type accepted, String nativeType, String loss, boolean dropped) {
        public ColumnPlan(String name, Type accepted, String nativeType, String loss) {
            this(name, accepted, nativeType, loss, false);
        }

        /** A column that the target doesn't take. */
        public static ColumnPlan dropped(Field field) {
            return new ColumnPlan(field.name(), field.type(), "", "left out", true);
        }

        public static ColumnPlan of(Field field, String nativeType) {
            return new ColumnPlan(field.name(), field.type(), nativeType, "");
        }
    }

    /** The request's schema with each field's type as accepted, without what is left out. */
    public Schema accepted(Schema schema) {
        List<Field> fields = java.util.stream.IntStream.range(0, schema.size())
                .filter(i -> !columns.get(i).dropped())
                .mapToObj(i -> schema.field(i).withType(columns.get(i).accepted()))
                .toList();
        return new Schema(fields, schema.primaryKey());
    }

    /** A destination that takes every type as it is. */
    public static WritePlan unchanged(Schema schema) {
        return new WritePlan(
                schema.fields().stream()
                        .map(field -> ColumnPlan.of(field, field.type().toString()))
                        .toList(),
                List.of(),
                "",
                List.of());
    }
}
