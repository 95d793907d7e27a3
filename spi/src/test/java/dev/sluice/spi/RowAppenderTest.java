package dev.sluice.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowAppenderTest {
    private static final Schema SCHEMA = Schema.of(
            Field.of("id", Type.INT64),
            Field.of("small", Type.INT16),
            Field.of("amount", new Type.Decimal(5, 2)),
            Field.of("tags", new Type.ListOf(Type.STRING)));

    private final Collected output = new Collected();

    private static final class Collected extends BatchOutput {
        private final List<RecordBatch> batches = new ArrayList<>();

        Collected() {
            super(SCHEMA, new BatchSize(2, 1 << 20));
        }

        @Override
        public void emit(RecordBatch batch) {
            batches.add(batch);
        }
    }

    @Test
    void fillsBatchesOfTheAskedSizeAndLeavesUnsetColumnsNull() throws Exception {
        output.rows().set(0, 1).set(2, new BigDecimal("1.5")).end();
        output.rows().set(3, List.of("a", "b")).set(0, 2).set(1, 7).end();
        output.rows().set(0, 3).end();
        output.flush();

        assertThat(output.batches).extracting(RecordBatch::rowCount).containsExactly(2, 1);
        assertThat(Values.row(output.batches.get(0), 0))
                .isEqualTo(Arrays.asList(1L, null, new BigDecimal("1.50"), null));
        assertThat(Values.row(output.batches.get(0), 1)).isEqualTo(Arrays.asList(2L, 7, null, List.of("a", "b")));
        assertThat(Values.row(output.batches.get(1), 0)).isEqualTo(Arrays.asList(3L, null, null, null));
    }

    @Test
    void refusesWhatTheColumnCannotHold() {
        assertThatThrownBy(() -> output.rows().set(2, new BigDecimal("1.555"))).hasMessageContaining("decimal(5,2)");
        assertThatThrownBy(() -> output.rows().set(1, 40_000)).hasMessageContaining("int16");
        output.rows().set(0, 1);
        assertThatThrownBy(() -> output.rows().set(0, 2)).hasMessageContaining("'id' is set twice");
    }
}
