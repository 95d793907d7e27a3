package dev.sluice.cli.matrix;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.data.Batches;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/** What docs/types.md says becomes of values where a database has no type of their kind: by the book, not by Sluice. */
final class Conversion {
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Conversion() {}

    /** The rows with the types that a target has. */
    static RecordBatch toTypes(RecordBatch rows, List<Type> types) {
        BatchBuilder builder = new BatchBuilder(withTypes(rows.schema(), types), rows.rowCount());
        for (int i = 0; i < types.size(); i++) {
            Type from = rows.schema().type(i);
            Type to = types.get(i);
            boolean special = isClock(from, to) || isDuration(from, to);
            RecordBatch column =
                    new RecordBatch(Schema.of(rows.schema().field(i)), rows.rowCount(), List.of(rows.column(i)));
            RecordBatch converted = special ? column : Batches.cast(column, type -> to);
            for (int row = 0; row < rows.rowCount(); row++) {
                Object value = Values.get(special ? from : to, converted.column(0), row);
                Values.append(to, builder.column(i), special && value != null ? special(value) : value);
            }
        }
        return builder.build();
    }

    /**
     * Documents with one spelling, where databases have their own.
     *
     * @param documents the columns that hold some, on one side at least
     * @param doubles whether one of them keeps numbers as doubles
     */
    static RecordBatch withPlainJson(RecordBatch rows, Set<Integer> documents, boolean doubles) {
        Schema schema = rows.schema();
        BatchBuilder builder = new BatchBuilder(schema, rows.rowCount());
        for (int i = 0; i < schema.size(); i++) {
            for (int row = 0; row < rows.rowCount(); row++) {
                Object value = Values.get(schema.type(i), rows.column(i), row);
                boolean json = documents.contains(i) && value != null;
                Values.append(schema.type(i), builder.column(i), json ? plain(value.toString(), doubles) : value);
            }
        }
        return builder.build();
    }

    private static String plain(String document, boolean doubles) {
        if (doubles) {
            return rounded(SORTED.readTree(document)).toString();
        }
        return SORTED.writeValueAsString(SORTED.readValue(document, Object.class));
    }

    private static JsonNode rounded(JsonNode node) {
        if (node.isNumber()) {
            return DoubleNode.valueOf(node.doubleValue());
        }
        if (node.isArray()) {
            ArrayNode array = SORTED.createArrayNode();
            node.forEach(element -> array.add(rounded(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = SORTED.createObjectNode();
            node.propertyStream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> object.set(entry.getKey(), rounded(entry.getValue())));
            return object;
        }
        return node;
    }

    private static Schema withTypes(Schema schema, List<Type> types) {
        return Schema.of(java.util.stream.IntStream.range(0, types.size())
                .mapToObj(i -> schema.field(i).withType(types.get(i)))
                .toList());
    }

    private static boolean isClock(Type from, Type to) {
        return from instanceof Type.TimestampTz && to instanceof Type.Timestamp;
    }

    private static boolean isDuration(Type from, Type to) {
        return from instanceof Type.Time && to == Type.INTERVAL;
    }

    private static Object special(Object value) {
        return switch (value) {
            case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            case LocalTime time -> Duration.ofNanos(time.toNanoOfDay()).toString();
            case String endOfDay -> "PT24H";
            default -> throw new IllegalArgumentException("no conversion of " + value);
        };
    }
}
