package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;

/**
 * Decodes one column of a block of rows at a time, so that each type has one small loop without calls that change target
 * from value to value.
 */
abstract class ColumnDecoder {
    /**
     * Appends one value per row.
     *
     * @param rows the rows' bytes
     * @param positions where this column's field starts in each row (its four length bytes); moved on to the next field
     * @throws RefusedValue with the row's position in the block
     */
    abstract void decode(byte[][] rows, int[] positions, int count);

    /** A decoder of what the select list of {@code ColumnRead} asks the server for. */
    static ColumnDecoder of(Type type, ColumnBuilder target, boolean versioned) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> new FixedDecoders.Flags((BooleanColumn.Builder) target);
            case Type.Simple.INT8, Type.Simple.INT16 -> new FixedDecoders.Shorts((IntColumn.Builder) target);
            case Type.Simple.INT32 -> new FixedDecoders.Ints((IntColumn.Builder) target);
            case Type.Simple.INT64 -> new FixedDecoders.Longs((LongColumn.Builder) target);
            case Type.Simple.FLOAT32 -> new FixedDecoders.Floats((FloatColumn.Builder) target);
            case Type.Simple.FLOAT64 -> new FixedDecoders.Doubles((DoubleColumn.Builder) target);
            case Type.Simple.UUID -> new FixedDecoders.Uuids((Int128Column.Builder) target);
            case Type.Simple.DATE -> new TemporalDecoders.Dates((IntColumn.Builder) target);
            case Type.Time time -> new TemporalDecoders.Times((LongColumn.Builder) target);
            case Type.Timestamp timestamp -> new TemporalDecoders.Timestamps((LongColumn.Builder) target);
            case Type.TimestampTz timestamp -> new TemporalDecoders.Timestamps((LongColumn.Builder) target);
            case Type.Simple.NUMERIC -> new NumericDecoders.Unbounded((BytesColumn.Builder) target);
            case Type.Decimal decimal
            when decimal.fitsLong() -> new NumericDecoders.Narrow(decimal, (LongColumn.Builder) target);
            case Type.Decimal decimal -> new NumericDecoders.Wide(decimal, (Int128Column.Builder) target);
            case Type.Simple.JSON -> new BytesDecoder((BytesColumn.Builder) target, versioned ? 1 : 0);
            case Type.Simple.BINARY, Type.Simple.INTERVAL -> new BytesDecoder((BytesColumn.Builder) target, 0);
            case Type.Text text -> new BytesDecoder((BytesColumn.Builder) target, 0);
            case Type.ListOf(Type element) -> {
                ListColumn.Builder lists = (ListColumn.Builder) target;
                yield new ListDecoder(lists, of(element, lists.elements(), versioned));
            }
            case Type.Struct struct -> throw new IllegalArgumentException("no binary form is read for " + struct);
            case Type.MapOf map -> throw new IllegalArgumentException("no binary form is read for " + map);
        };
    }
}
