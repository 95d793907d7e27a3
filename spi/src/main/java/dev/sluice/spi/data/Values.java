package dev.sluice.spi.data;

import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Int128;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Values as Java objects, for authors who work row by row, for tests and messages; never on a hot path.
 *
 * <table>
 *   <caption>Which class stands for which type</caption>
 *   <tr><td>BOOLEAN</td><td>Boolean</td></tr>
 *   <tr><td>INT8, INT16, INT32</td><td>Integer (any Number that fits is taken)</td></tr>
 *   <tr><td>INT64</td><td>Long (any Number that fits is taken)</td></tr>
 *   <tr><td>FLOAT32, FLOAT64</td><td>Float, Double</td></tr>
 *   <tr><td>DECIMAL</td><td>BigDecimal of the type's scale</td></tr>
 *   <tr><td>decimal without precision</td><td>String, plain digits (a BigDecimal is taken)</td></tr>
 *   <tr><td>STRING, JSON, INTERVAL</td><td>String</td></tr>
 *   <tr><td>BINARY</td><td>byte[]</td></tr>
 *   <tr><td>UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ</td><td>UUID, LocalDate, LocalTime, LocalDateTime, Instant</td></tr>
 *   <tr><td>LIST, STRUCT, MAP</td><td>List, Map of field names, Map</td></tr>
 * </table>
 */
public final class Values {
    private Values() {}

    /** The value in a row of a column of that type; null for null. A time of 24:00 comes as its text. */
    public static Object get(Type type, Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column) {
            case BooleanColumn c -> c.get(row);
            case IntColumn c -> type == Type.DATE ? (Object) LocalDate.ofEpochDay(c.get(row)) : (Object) c.get(row);
            case LongColumn c -> ofLong(type, c, row);
            case FloatColumn c -> c.get(row);
            case DoubleColumn c -> c.get(row);
            case Int128Column c ->
                type instanceof Type.Decimal decimal
                        ? (Object) new BigDecimal(Int128.toBigInteger(c.high(row), c.low(row)), decimal.scale())
                        : (Object) new UUID(c.high(row), c.low(row));
            case NanoTimestampColumn c -> clock(type, c.micros(row), c.nanos(row));
            case BytesColumn c ->
                type == Type.BINARY
                        ? (Object) Arrays.copyOfRange(c.bytes(), c.start(row), c.start(row) + c.length(row))
                        : (Object) c.text(row);
            case ListColumn c -> ofList(type, c, row);
            case StructColumn c -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                List<Field> declared = ((Type.Struct) type).fields();
                for (int i = 0; i < declared.size(); i++) {
                    fields.put(declared.get(i).name(), get(declared.get(i).type(), c.child(i), row));
                }
                yield fields;
            }
        };
    }

    /** All values of one row. */
    public static List<Object> row(RecordBatch batch, int row) {
        List<Object> values = new ArrayList<>(batch.columns().size());
        for (int i = 0; i < batch.columns().size(); i++) {
            values.add(get(batch.schema().type(i), batch.column(i), row));
        }
        return values;
    }

    private static Object ofLong(Type type, LongColumn column, int row) {
        long value = column.get(row);
        return switch (type) {
            case Type.Decimal decimal -> BigDecimal.valueOf(value, decimal.scale());
            case Type.Time time when value < 86_400_000_000_000L -> LocalTime.ofNanoOfDay(value);
            case Type.Time time -> text(type, column, row);
            case Type.Timestamp timestamp -> clock(type, value, 0);
            case Type.TimestampTz timestamp -> clock(type, value, 0);
            default -> value;
        };
    }

    private static Object clock(Type type, long micros, int nanosOfMicro) {
        long second = Math.floorDiv(micros, 1_000_000L);
        int nanos = (int) (micros - second * 1_000_000L) * 1000 + nanosOfMicro;
        return type instanceof Type.TimestampTz
                ? Instant.ofEpochSecond(second, nanos)
                : LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
    }

    private static Object ofList(Type type, ListColumn column, int row) {
        if (type instanceof Type.MapOf map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            StructColumn elements = (StructColumn) column.elements();
            for (int i = column.start(row); i < column.end(row); i++) {
                entries.put(get(map.key(), elements.child(0), i), get(map.value(), elements.child(1), i));
            }
            return entries;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = column.start(row); i < column.end(row); i++) {
            elements.add(get(((Type.ListOf) type).element(), column.elements(), i));
        }
        return elements;
    }

    private static String text(Type type, Column column, int row) {
        ByteSink out = new ByteSink(32);
        ValueWriter.of(type).write(column, row, out);
        return out.toString();
    }

    /**
     * Appends a value of the class in the table above, or of a class whose canonical text the type can read.
     *
     * @throws IllegalArgumentException where the type can't hold the value exactly
     */
    public static void append(Type type, ColumnBuilder builder, Object value) {
        switch (value) {
            case null -> builder.appendNull();
            case Boolean flag when builder instanceof BooleanColumn.Builder booleans -> booleans.append(flag);
            case Float number when builder instanceof FloatColumn.Builder floats -> floats.append(number);
            case Number number
            when builder instanceof DoubleColumn.Builder doubles
                    && (value instanceof Double || value instanceof Float) -> doubles.append(number.doubleValue());
            case byte[] bytes when type == Type.BINARY -> ((BytesColumn.Builder) builder).append(bytes);
            case String text
            when type == Type.JSON || type == Type.INTERVAL || type.equals(Type.STRING) ->
                ((BytesColumn.Builder) builder).append(text);
            case UUID uuid
            when type == Type.UUID ->
                ((Int128Column.Builder) builder).append(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            case BigDecimal decimal -> parse(type, builder, decimal.toPlainString());
            case BigInteger integer -> parse(type, builder, integer.toString());
            case List<?> list
            when type instanceof Type.ListOf(Type element) -> {
                ListColumn.Builder lists = (ListColumn.Builder) builder;
                list.forEach(item -> append(element, lists.elements(), item));
                lists.endList();
            }
            case Map<?, ?> map when type instanceof Type.MapOf mapOf -> appendMap(mapOf, builder, map);
            case Map<?, ?> fields
            when type instanceof Type.Struct(List<Field> declared) -> {
                StructColumn.Builder structs = (StructColumn.Builder) builder;
                for (int i = 0; i < declared.size(); i++) {
                    append(
                            declared.get(i).type(),
                            structs.child(i),
                            fields.get(declared.get(i).name()));
                }
                structs.endStruct();
            }
            default -> parse(type, builder, value.toString());
        }
    }

    private static void appendMap(Type.MapOf type, ColumnBuilder builder, Map<?, ?> map) {
        ListColumn.Builder lists = (ListColumn.Builder) builder;
        StructColumn.Builder entries = (StructColumn.Builder) lists.elements();
        map.forEach((key, value) -> {
            append(type.key(), entries.child(0), key);
            append(type.value(), entries.child(1), value);
            entries.endStruct();
        });
        lists.endList();
    }

    private static void parse(Type type, ColumnBuilder builder, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Type.isNested(type) || !ValueParser.of(type).parse(bytes, 0, bytes.length, builder)) {
            throw new IllegalArgumentException("'" + text + "' is not a value of type " + type);
        }
    }
}
