package dev.sluice.testkit.data;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TypeMatrixTest {
    @Test
    void everyTypeHasASample() {
        Set<Object> kinds = TypeMatrix.all().samples().stream()
                .map(sample -> sample.type() instanceof Type.Simple simple
                        ? (Object) simple
                        : sample.type().getClass())
                .collect(Collectors.toSet());

        assertThat(kinds)
                .contains((Object[]) Type.Simple.values())
                .contains(
                        Type.Decimal.class,
                        Type.Text.class,
                        Type.Time.class,
                        Type.Timestamp.class,
                        Type.TimestampTz.class,
                        Type.ListOf.class,
                        Type.Struct.class,
                        Type.MapOf.class);
    }

    @Test
    void theBatchHoldsEveryValueAsItIsListed() {
        TypeMatrix matrix = TypeMatrix.all();
        RecordBatch batch = matrix.batch();

        for (int column = 0; column < matrix.samples().size(); column++) {
            TypeMatrix.Sample sample = matrix.samples().get(column);
            assertThat(Values.row(batch, 0).get(column + 1)).isNull();
            for (int i = 0; i < sample.values().size(); i++) {
                Object found = Values.get(sample.type(), batch.column(column + 1), i + 1);
                assertThat(ValueText.same(sample.values().get(i), found))
                        .as(
                                "%s: %s",
                                sample.name(),
                                ValueText.difference(sample.values().get(i), found))
                        .isTrue();
            }
        }
    }

    @Test
    void anOddityLeavesWithoutTakingItsColumn() {
        TypeMatrix tame = TypeMatrix.all().without(Oddity.values());

        assertThat(tame.schema().names()).contains("a_float64", "a_string", "a_numeric", "a_date");
        assertThat(tame.samples())
                .allSatisfy(sample -> assertThat(sample.values())
                        .noneMatch(value -> Oddity.NAN.matches(sample.type(), value)
                                || Oddity.NUL_CHARACTER.matches(sample.type(), value)));
    }

    @Test
    void theSameRowsInAnotherOrderAreEqualByKey() {
        assertThatRows(List.of(doubles(2, 0.5), doubles(1, Double.NaN)))
                .inAnyOrderBy("id")
                .hasRows(doubles(1, Double.NaN), doubles(2, 0.5));
    }

    @Test
    void aDifferentSignOfZeroIsNamedWithRowAndColumn() {
        assertThatThrownBy(
                        () -> assertThatRows(doubles(1, 0.0)).inAnyOrderBy("id").hasRows(doubles(1, -0.0)))
                .hasMessageContaining("row with id 1, column 'n' (float64): expected -0.0 but found 0.0");
    }

    @Test
    void aDoubledRowIsNamedByItsKey() {
        assertThatThrownBy(() -> assertThatRows(List.of(doubles(7, 1), doubles(7, 1)))
                        .inAnyOrderBy("id")
                        .hasRows(doubles(7, 1)))
                .hasMessageContaining("expected 1 rows but found 2")
                .hasMessageContaining("surplus or doubled: [7]");
    }

    @Test
    void anotherTypeOfTheSameValueIsADifference() {
        Schema schema = Schema.of(Field.of("id", Type.INT64), Field.of("n", Type.FLOAT32));
        RecordBatch floats = batch(schema, 1L, 0.5f);

        assertThatThrownBy(() -> assertThatRows(floats).hasRows(doubles(1, 0.5)))
                .hasMessageContaining("column 'n': expected type float64 but found float32");
    }

    private static RecordBatch doubles(long id, double value) {
        return batch(Schema.of(Field.of("id", Type.INT64), Field.of("n", Type.FLOAT64)), id, value);
    }

    private static RecordBatch batch(Schema schema, Object... row) {
        BatchBuilder builder = new BatchBuilder(schema, 1);
        for (int i = 0; i < row.length; i++) {
            Values.append(schema.type(i), builder.column(i), row[i]);
        }
        return builder.build();
    }
}
