package dev.sluice.formats.parquet;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows of any values, with nulls, empty lists and runs of equal values among them. */
final class RandomRows {
    private RandomRows() {}

    /**
     * @param distinct about how many values there are
     */
    static List<Object> row(Schema schema, Random random, int distinct) {
        List<Object> row = new ArrayList<>();
        schema.fields().forEach(field -> row.add(value(field, random, distinct)));
        return row;
    }

    private static Object value(Field field, Random random, int distinct) {
        return field.nullable() && random.nextInt(5) == 0 ? null : value(field.type(), random, distinct);
    }

    private static Object value(Type type, Random random, int distinct) {
        long number = random.nextInt(distinct) * 7919L - 1000;
        return switch (type) {
            case Type.Simple.INT64 -> number * 1_000_003;
            case Type.Simple.INT32 -> (int) number;
            case Type.Simple.INT16 -> (int) (short) number;
            case Type.Simple.FLOAT64 -> number / 7.0;
            case Type.Simple.BOOLEAN -> random.nextInt(10) > 0;
            case Type.Decimal decimal ->
                new BigDecimal(BigInteger.valueOf(number).pow(2).multiply(BigInteger.valueOf(number)), decimal.scale());
            case Type.Text text -> "x".repeat((int) Math.abs(number % 20)) + number;
            case Type.ListOf(Type element) -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(Field.of("element", element), random, distinct));
                }
                yield list;
            }
            case Type.MapOf map -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    entries.put(
                            value(map.key(), random, distinct),
                            value(Field.of("value", map.value()), random, distinct));
                }
                yield entries;
            }
            case Type.Struct(List<Field> fields) -> {
                Map<String, Object> struct = new LinkedHashMap<>();
                fields.forEach(field -> struct.put(field.name(), value(field, random, distinct)));
                yield struct;
            }
            default -> throw new IllegalArgumentException("no random values of " + type);
        };
    }
}
