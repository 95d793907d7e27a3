package dev.sluice.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.config.ColumnRule;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlatteningTest {
    private static final Type INNER =
            new Type.Struct(List.of(Field.of("y", Type.INT64), Field.of("tags", new Type.ListOf(Type.STRING))));
    private static final Type OUTER = new Type.Struct(List.of(Field.of("x", Type.STRING), Field.of("in", INNER)));
    private static final Schema SCHEMA = new Schema(
            List.of(
                    Field.required("id", Type.INT64),
                    Field.of("where", OUTER),
                    Field.of("list", new Type.ListOf(OUTER)),
                    Field.of("none", new Type.Struct(List.of()))),
            List.of("id"));

    private static CatalogStream stream(Schema schema) {
        return CatalogStream.of(StreamName.of("places"), CatalogStream.Kind.FILES, schema);
    }

    private static ColumnMapping mapping(int depth, String... columns) {
        return ColumnMapping.of(
                stream(SCHEMA), depth, Stream.of(columns).map(ColumnRule::parse).toList(), List.of());
    }

    @Test
    void membersOfStructsBecomeColumnsToADepth() {
        assertThat(mapping(0).written().names()).containsExactly("id", "where", "list", "none");
        assertThat(mapping(1).written().names()).containsExactly("id", "where_x", "where_in", "list", "none");
        assertThat(mapping(2).written().names())
                .containsExactly("id", "where_x", "where_in_y", "where_in_tags", "list", "none");
        assertThat(mapping(9).written()).isEqualTo(mapping(2).written());
        assertThat(mapping(1).written().field(2).type()).isEqualTo(INNER);
        assertThat(mapping(2).written().primaryKey()).containsExactly("id");
    }

    @Test
    void valuesFollowAndANullStructHasNullMembers() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("y", 7L);
        inner.put("tags", List.of("a"));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("x", "one");
        outer.put("in", inner);
        Map<String, Object> halfNull = new LinkedHashMap<>();
        halfNull.put("x", "two");
        halfNull.put("in", null);

        assertThat(rows(mapping(2, "where_in_y as y: decimal(5,1)", "id", "where_x"), outer, halfNull, null))
                .containsExactly(
                        List.of(new java.math.BigDecimal("7.0"), 0L, "one"),
                        java.util.Arrays.asList(null, 1L, "two"),
                        java.util.Arrays.asList(null, 2L, null));
    }

    private static List<List<Object>> rows(ColumnMapping mapping, Object... wheres) {
        assertThat(mapping.read().names()).containsExactly("where", "id");
        BatchBuilder builder = new BatchBuilder(mapping.read(), wheres.length);
        for (int i = 0; i < wheres.length; i++) {
            Values.append(OUTER, builder.column(0), wheres[i]);
            Values.append(Type.INT64, builder.column(1), (long) i);
        }
        RecordBatch written = mapping.apply(builder.build(), mapping.casts(), (field, row, reason) -> {
            throw new AssertionError(reason);
        });
        return IntStream.range(0, wheres.length)
                .mapToObj(row -> Values.row(written, row))
                .toList();
    }

    @Test
    void contract21TwoColumnsOfOneNameAreRefused() {
        Schema schema = Schema.of(
                Field.of("a_b", Type.STRING), Field.of("a", new Type.Struct(List.of(Field.of("b", Type.STRING)))));

        assertThatThrownBy(() -> ColumnMapping.of(stream(schema), 1, List.of(), List.of()))
                .isInstanceOf(ConnectorException.class)
                .hasMessage("places: flatten makes two columns 'a_b', of 'a_b' and of 'a.b'; choose a smaller depth, or"
                        + " rename one of them at the source");
    }
}
