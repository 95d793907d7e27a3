package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.FormatRows;
import dev.sluice.formats.StoredBytes;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaEvolutionTest {
    private static final FormatRows AVRO = new FormatRows(new AvroFormat());
    private static final String WRITTEN = """
        {"type": "record", "name": "r", "fields": [
          {"name": "old", "type": "string"},
          {"name": "id", "type": "int"},
          {"name": "gone", "type": {"type": "map", "values": {"type": "array", "items": "long"}}},
          {"name": "place", "type": {"type": "record", "name": "p", "fields": [
            {"name": "x", "type": "float"}, {"name": "gone", "type": "double"}]}}]}
        """;

    private static StoredBytes written() throws Exception {
        return AvroJudgesTest.writeWithAvro(WRITTEN, CodecFactory.nullCodec(), List.of(record -> {
            record.put("old", "text");
            record.put("id", 5);
            record.put("gone", Map.of("a", List.of(1L, 2L), "b", List.of()));
            GenericRecord place =
                    new GenericData.Record(record.getSchema().getField("place").schema());
            place.put("x", 1.5f);
            place.put("gone", 2.5);
            record.put("place", place);
        }));
    }

    @Test
    void aReaderSchemaFindsFieldsByNameAndAliasWidensThemAndGivesDefaults() throws Exception {
        String wanted = """
            {"type": "record", "name": "r", "fields": [
              {"name": "id", "type": "long"},
              {"name": "fresh", "type": "string", "default": "n\u00e9w"},
              {"name": "maybe", "type": ["null", "int"], "default": null},
              {"name": "seven", "type": ["int", "null"], "default": 7},
              {"name": "renamed", "aliases": ["old"], "type": "string"},
              {"name": "list", "type": {"type": "array", "items": "int"}, "default": [1, 2]},
              {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2},
                "default": "\\u0001\\u0000"},
              {"name": "place", "type": {"type": "record", "name": "p", "fields": [
                {"name": "y", "type": "double", "default": -1}, {"name": "x", "type": "double"}]}}]}
            """;

        assertThat(AVRO.rows(written(), Map.of("reader_schema", wanted)).getFirst())
                .containsExactly(
                        5L,
                        "n\u00e9w",
                        null,
                        7,
                        "text",
                        List.of(1, 2),
                        new java.math.BigDecimal("2.56"),
                        Map.of("y", -1.0, "x", 1.5));
    }

    @Test
    void aColumnThatTheFileLacksIsNull() throws Exception {
        StoredBytes file = written();
        Schema stored = AVRO.schema(file, Map.of());
        Schema wanted = Schema.of(Field.of("new", Type.INT64), stored.field(1));

        assertThat(AVRO.rows(file, Map.of(), Long.MAX_VALUE, stored, wanted))
                .isEqualTo(List.of(Arrays.asList(null, 5)));
    }

    /** As files are read whose stream has others with wider numbers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(21,2)|5000000000.00|-1.50|1.50",
                "decimal(38,3)|5000000000.000|-1.500|1.500",
                "decimal|5000000000|-1.5|1.5",
            })
    void numbersAreReadAsAWiderDecimal(String type, String number, String bytes, String fixed) throws Exception {
        StoredBytes file = AvroJudgesTest.writeWithAvro("""
            {"type": "record", "name": "r", "fields": [
              {"name": "a", "type": "long"},
              {"name": "b", "type": {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 1}},
              {"name": "c", "type": {"type": "fixed", "name": "f", "size": 3,
                "logicalType": "decimal", "precision": 5, "scale": 1}}]}
            """, CodecFactory.nullCodec(), List.of(record -> {
            record.put("a", 5_000_000_000L);
            record.put("b", ByteBuffer.wrap(new byte[] {-15}));
            record.put(
                    "c", new GenericData.Fixed(record.getSchema().getField("c").schema(), new byte[] {0, 0, 15}));
        }));
        Type wide = Type.parse(type);
        Schema wanted = Schema.of(Field.of("a", wide), Field.of("b", wide), Field.of("c", wide));

        assertThat(AVRO.rows(file, Map.of(), Long.MAX_VALUE, AVRO.schema(file, Map.of()), wanted)
                        .getFirst())
                .map(Object::toString)
                .containsExactly(number, bytes, fixed);
    }

    @Test
    void aDecimalThatAnotherScaleCannotHoldIsRefused() throws Exception {
        StoredBytes file = AvroJudgesTest.writeWithAvro(
                """
                {"type": "record", "name": "r", "fields": [
                  {"name": "b", "type": {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}}]}
                """, CodecFactory.nullCodec(), List.of(record -> record.put("b", ByteBuffer.wrap(new byte[] {15}))));
        Schema wanted = Schema.of(Field.of("b", new Type.Decimal(5, 1)));

        assertThatThrownBy(() -> AVRO.rows(file, Map.of(), Long.MAX_VALUE, AVRO.schema(file, Map.of()), wanted))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("the decimal 0.15 is no decimal(5,1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{\"name\":\"none\",\"type\":\"int\"}]|no field 'none', and the schema no default",
                "[{\"name\":\"old\",\"type\":\"int\"}]|has string, which can't be read as int32",
                "[{\"name\":\"new\",\"type\":\"int\",\"default\":\"x\"}]|the default x is no int",
            })
    void whatCannotBeResolvedIsRefused(String fields, String message) throws Exception {
        StoredBytes file = written();
        String wanted = "{\"type\":\"record\",\"name\":\"r\",\"fields\":" + fields + "}";

        assertThatThrownBy(() -> AVRO.rows(file, Map.of("reader_schema", wanted)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("data.avro")
                .hasMessageContaining(message);
    }

    @Test
    void recursiveSchemasAreRefused() throws Exception {
        StoredBytes file =
                AvroJudgesTest.writeWithAvro("""
                    {"type": "record", "name": "Node", "fields": [
                      {"name": "value", "type": "int"}, {"name": "next", "type": ["null", "Node"]}]}
                    """, CodecFactory.nullCodec(), List.of(record -> record.put("value", 1)));

        assertThatThrownBy(() -> AVRO.schema(file, Map.of()))
                .isInstanceOf(ConnectorException.class)
                .hasMessage("data.avro: the record 'Node' contains itself; such values have no columns");
    }
}
