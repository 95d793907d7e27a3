package dev.sluice.testkit.data;

import static dev.sluice.testkit.data.TypeMatrix.sample;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists, structs and maps, with nulls and emptiness at every level. */
final class NestedSamples {
    private static final Type POINT =
            new Type.Struct(List.of(Field.of("x", Type.INT32), Field.of("label", Type.STRING)));

    private static final Type ORDER = new Type.Struct(List.of(
            Field.of("id", Type.INT64),
            Field.of("total", new Type.Decimal(12, 2)),
            Field.of("placed at", new Type.TimestampTz(6)),
            Field.of("tags", new Type.ListOf(Type.STRING)),
            Field.of("where", POINT)));

    static final List<TypeMatrix.Sample> ALL = List.of(
            sample(
                    "a_list_of_strings",
                    new Type.ListOf(Type.STRING),
                    List.of(),
                    List.of("one"),
                    List.of("", "a,b", "{c}", "\"d\"", "NULL", "back\\slash", "new\nline", "\uD83D\uDE00"),
                    Arrays.asList("first", null, "third"),
                    Arrays.asList((Object) null)),
            sample(
                    "a_list_of_numbers",
                    new Type.ListOf(Type.INT32),
                    List.of(),
                    List.of(1, 2, 3),
                    Arrays.asList(Integer.MIN_VALUE, null, Integer.MAX_VALUE)),
            sample(
                    "a_list_of_decimals",
                    new Type.ListOf(new Type.Decimal(20, 4)),
                    List.of(new BigDecimal("1234567890123456.7890"), new BigDecimal("-0.0001"))),
            sample(
                    "a_list_of_dates",
                    new Type.ListOf(Type.DATE),
                    Arrays.asList(LocalDate.of(1, 1, 1), null, LocalDate.of(9999, 12, 31))),
            sample(
                    "a_list_of_lists",
                    new Type.ListOf(new Type.ListOf(Type.INT64)),
                    List.of(),
                    List.of(List.of()),
                    Arrays.asList(List.of(1L, 2L), null, List.of(3L))),
            sample(
                    "a_struct",
                    POINT,
                    struct("x", 1, "label", "one"),
                    struct("x", null, "label", ""),
                    struct("x", null, "label", null)),
            sample(
                    "a_deep_struct",
                    ORDER,
                    struct(
                            "id",
                            1L,
                            "total",
                            new BigDecimal("10.50"),
                            "placed at",
                            Instant.parse("2024-11-03T05:30:00.000001Z"),
                            "tags",
                            Arrays.asList("a", null),
                            "where",
                            struct("x", 7, "label", "seven")),
                    struct("id", null, "total", null, "placed at", null, "tags", List.of(), "where", null)),
            sample(
                    "a_list_of_structs",
                    new Type.ListOf(POINT),
                    List.of(),
                    Arrays.asList(struct("x", 1, "label", "one"), null, struct("x", null, "label", null))),
            sample(
                    "a_map",
                    new Type.MapOf(Type.STRING, Type.INT64),
                    Map.of(),
                    struct("a", 1L),
                    struct("z", 1L, "a", null, "", 3L, "key \"quoted\"", 4L)),
            sample(
                    "a_map_of_lists",
                    new Type.MapOf(Type.STRING, new Type.ListOf(Type.STRING)),
                    struct("empty", List.of(), "one", List.of("1"), "null", null)));

    private NestedSamples() {}

    /** A map in this order, nulls allowed. */
    private static Map<String, Object> struct(Object... namesAndValues) {
        Map<String, Object> struct = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            struct.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return struct;
    }
}
