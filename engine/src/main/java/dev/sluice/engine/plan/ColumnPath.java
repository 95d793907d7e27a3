package dev.sluice.engine.plan;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.StructColumn;
import dev.sluice.spi.data.Type;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a column is found in a batch: its position, and in a struct the positions of the members that lead to it.
 *
 * @param steps at least one
 */
public record ColumnPath(List<Integer> steps) implements Serializable {
    public ColumnPath {
        steps = List.copyOf(steps);
    }

    static ColumnPath of(int position) {
        return new ColumnPath(List.of(position));
    }

    ColumnPath member(int position) {
        List<Integer> longer = new ArrayList<>(steps);
        longer.add(position);
        return new ColumnPath(longer);
    }

    /** The same path in a batch where the column has another position. */
    ColumnPath at(int position) {
        List<Integer> moved = new ArrayList<>(steps);
        moved.set(0, position);
        return new ColumnPath(moved);
    }

    /** The position of the column that holds it. */
    int position() {
        return steps.getFirst();
    }

    /** The field it leads to, named with dots between the names on the way; nullable where a struct around it is. */
    public Field in(Schema schema) {
        Field field = schema.field(position());
        for (int step : steps.subList(1, steps.size())) {
            Field member = ((Type.Struct) field.type()).fields().get(step);
            field = new Field(
                    field.name() + "." + member.name(),
                    member.type(),
                    field.nullable() || member.nullable(),
                    member.nativeType(),
                    member.comment());
        }
        return field;
    }

    /** The column it leads to; members of a null struct are null. */
    Column in(RecordBatch batch) {
        Column column = batch.column(position());
        for (int step : steps.subList(1, steps.size())) {
            column = ((StructColumn) column).child(step);
        }
        return column;
    }
}
