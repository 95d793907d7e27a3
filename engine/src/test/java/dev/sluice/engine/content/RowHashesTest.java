package dev.sluice.engine.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ValueParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowHashesTest {
    private static final Type TEXT = new Type.Text(Type.Text.UNLIMITED);

    private static Column column(Type type, String... texts) {
        ColumnBuilder builder = ColumnBuilder.of(type, texts.length);
        for (String text : texts) {
            if (text == null) {
                builder.appendNull();
            } else {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(ValueParser.of(type).parse(bytes, 0, bytes.length, builder))
                        .as(text)
                        .isTrue();
            }
        }
        return builder.build();
    }

    private static RowHashes hashes(Type type, String... texts) {
        Schema schema = Schema.of(Field.of("a", type));
        return RowHashes.of(new RecordBatch(schema, texts.length, List.of(column(type, texts))));
    }

    @Test
    void valuesThatAreTheSameToTheirTypeHaveTheSameHash() {
        assertSame(hashes(Type.Simple.NUMERIC, "1.50", "1.5"));
        assertSame(hashes(Type.Simple.NUMERIC, "7", "7.00"));
        assertSame(hashes(Type.Simple.JSON, "{\"a\": 1, \"b\": [1.0, {}]}", "{\"b\":[1,{}],\"a\":1.00}"));
        assertSame(hashes(Type.Simple.FLOAT64, "NaN", "NaN"));
    }

    @Test
    void aValueKeepsItsHashInAWiderType() {
        assertWidened("-7", Type.Simple.INT8, Type.Simple.INT64, Type.Simple.FLOAT64, new Type.Decimal(9, 2));
        assertWidened(
                "1.50",
                new Type.Decimal(10, 2),
                new Type.Decimal(12, 3),
                new Type.Decimal(25, 2),
                new Type.Decimal(38, 30),
                Type.Simple.NUMERIC);
        assertWidened("-12345678901234567890.5", new Type.Decimal(21, 1), new Type.Decimal(38, 9), Type.Simple.NUMERIC);
        assertWidened("1000000000000000000000", new Type.Decimal(22, 0), new Type.Decimal(38, 9), Type.Simple.NUMERIC);
        assertWidened("0", Type.Simple.INT16, new Type.Decimal(38, 9), Type.Simple.NUMERIC);
        assertWidened("0.1", Type.Simple.FLOAT32, Type.Simple.FLOAT32);
        assertWidened("2.5", Type.Simple.FLOAT32, Type.Simple.FLOAT64);
        assertWidened("2026-01-31T18:30:00.5", new Type.Timestamp(1), new Type.Timestamp(6), new Type.Timestamp(9));
        assertThat(hashes(new Type.Timestamp(0), "2026-01-31T00:00:00").high())
                .isEqualTo(hashes(Type.Simple.DATE, "2026-01-31").high());
    }

    private static void assertWidened(String value, Type narrow, Type... wider) {
        RowHashes hashes = hashes(narrow, value);
        for (Type type : wider) {
            assertThat(hashes(type, value).high()).as(value + " as " + type).isEqualTo(hashes.high());
            assertThat(hashes(type, value).low()).as(value + " as " + type).isEqualTo(hashes.low());
        }
    }

    private static void assertSame(RowHashes hashes) {
        assertThat(hashes.high()[0]).isEqualTo(hashes.high()[1]);
        assertThat(hashes.low()[0]).isEqualTo(hashes.low()[1]);
    }

    @Test
    void otherValuesHaveOtherHashes() {
        assertDistinct(hashes(Type.Simple.NUMERIC, "100", "10", "1", "0.1", "-1"));
        assertDistinct(hashes(Type.Simple.JSON, "[1,2]", "[2,1]", "{\"a\":1}", "{\"a\":\"1\"}", "null", "[]"));
        assertDistinct(hashes(Type.Simple.NUMERIC, "NaN", "Infinity", "1e400", "4e-1", "0.15", "1.5", "15", "150"));
        assertDistinct(hashes(new Type.Decimal(25, 2), "0.15", "1.5", "15", "150", "18446744073709551617", "1"));
        assertDistinct(hashes(
                Type.Simple.FLOAT64,
                "0.0",
                "-0.0",
                "NaN",
                "1.0",
                "1.5",
                "4609434218613702656",
                "Infinity",
                "-Infinity"));
        assertDistinct(hashes(TEXT, "", "a", "b", "ab", "ba", "a\u0000", "abcdefgh", "abcdefgh\u0000", null));
        assertDistinct(hashes(Type.Simple.BOOLEAN, "true", "false", null));
    }

    private static void assertDistinct(RowHashes hashes) {
        Set<Long> seen = new HashSet<>();
        for (long hash : hashes.high()) {
            assertThat(seen.add(hash)).isTrue();
        }
    }

    @Test
    void theSameValueInAnotherColumnIsAnotherRow() {
        Schema schema = Schema.of(Field.of("a", TEXT), Field.of("b", TEXT));
        RowHashes hashes =
                RowHashes.of(new RecordBatch(schema, 2, List.of(column(TEXT, "x", "y"), column(TEXT, "y", "x"))));
        assertThat(hashes.high()[0]).isNotEqualTo(hashes.high()[1]);
    }

    @Test
    void aColumnWithoutAValueChangesNothingAndTheOrderOfColumnsNeither() {
        Schema narrow = Schema.of(Field.of("a", TEXT), Field.of("b", TEXT));
        Schema wide = Schema.of(Field.of("b", TEXT), Field.of("new", Type.Simple.INT32), Field.of("a", TEXT));
        RowHashes before = RowHashes.of(new RecordBatch(narrow, 1, List.of(column(TEXT, "1"), column(TEXT, "2"))));
        RowHashes after = RowHashes.of(new RecordBatch(
                wide, 1, List.of(column(TEXT, "2"), column(Type.Simple.INT32, (String) null), column(TEXT, "1"))));
        assertThat(after.high()).isEqualTo(before.high());
        assertThat(after.low()).isEqualTo(before.low());
    }

    @Test
    void rowsOfASetAreMetAsOftenAsTheyAreInIt() {
        RowHashes hashes = hashes(TEXT, "a", "b", "a", "c");
        RowSet set = RowSet.of(List.of(hashes));
        assertThat(RowSet.ofText(set.toText())).isEqualTo(set);
        DeliveredRows delivered = new DeliveredRows(set);
        long high = hashes.high()[0];
        long low = hashes.low()[0];
        List<Integer> met = new ArrayList<>();
        met.add(delivered.meet(high, low));
        met.add(delivered.meet(high, low));
        assertThat(met).doesNotContain(DeliveredRows.NONE).doesNotHaveDuplicates();
        assertThat(delivered.meet(high, low)).isEqualTo(DeliveredRows.NONE);
        delivered.release(met.getFirst());
        assertThat(delivered.meet(high, low)).isEqualTo(met.getFirst());
        assertThat(delivered.meet(high, low + 1)).isEqualTo(DeliveredRows.NONE);
    }
}
