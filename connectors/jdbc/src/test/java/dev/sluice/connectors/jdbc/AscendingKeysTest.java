package dev.sluice.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.CommitToken;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AscendingKeysTest {
    private static final Schema LINES = new Schema(
            List.of(
                    Field.required("line", Type.INT32),
                    Field.of("name", Type.STRING),
                    Field.required("order", Type.INT64)),
            List.of("order", "line"));

    private static RecordBatch batch(long... ordersAndLines) {
        BatchBuilder builder = new BatchBuilder(LINES, 8);
        for (int i = 0; i < ordersAndLines.length; i += 2) {
            Values.append(Type.INT32, builder.column(0), (int) ordersAndLines[i + 1]);
            Values.append(Type.STRING, builder.column(1), "any");
            Values.append(Type.INT64, builder.column(2), ordersAndLines[i]);
        }
        return builder.build();
    }

    private static CommitToken split(int number, RecordBatch... batches) {
        AscendingKeys keys = new AscendingKeys(LINES);
        long rows = 0;
        for (RecordBatch batch : batches) {
            keys.add(batch);
            rows += batch.rowCount();
        }
        return new CommitToken(number, 1, rows, 0, keys.properties());
    }

    private static boolean ascend(CommitToken... splits) {
        return AscendingKeys.ascend(List.of(splits));
    }

    @Test
    void keysAreComparedColumnByColumnInTheKeysOrder() {
        assertThat(ascend(split(0, batch(-7, 5, 1, 2, 1, 3, 2, 1)))).isTrue();
        assertThat(ascend(split(0, batch(1, 2, 2, 1, 1, 3)))).isFalse();
        assertThat(ascend(split(0, batch(1, 3, 1, 2)))).isFalse();
        assertThat(ascend(split(0, batch(Long.MIN_VALUE, 0, Long.MAX_VALUE, 0))))
                .isTrue();
    }

    @Test
    void theSameKeyTwiceDoesNotAscend() {
        assertThat(ascend(split(0, batch(1, 2, 1, 2)))).isFalse();
        assertThat(ascend(split(0, batch(1, 1, 1, 2), batch(1, 2, 1, 3)))).isFalse();
        assertThat(ascend(split(0, batch(1, 2)), split(1, batch(1, 2)))).isFalse();
    }

    @Test
    void splitsMayComeInAnyOrderButNotOverlap() {
        assertThat(ascend(split(0, batch(5, 1, 9, 1)), split(1, batch(1, 1, 4, 9))))
                .isTrue();
        assertThat(ascend(split(0, batch(1, 1, 5, 1)), split(1, batch(5, 1, 9, 1))))
                .isFalse();
        assertThat(ascend(split(0, batch(1, 1, 9, 1)), split(1, batch(4, 1, 5, 1))))
                .isFalse();
    }

    @Test
    void splitsWithoutRowsDoNotMatterAndThoseOfAnEarlierRunAreNotKnown() {
        assertThat(ascend(split(0, batch(1, 1)), split(1), split(2, batch(), batch(2, 1))))
                .isTrue();
        assertThat(ascend(split(0, batch(1, 1)), new CommitToken(1, 1, 5, 0, Map.of())))
                .isFalse();
    }

    @Test
    void keysOfTextsAreLeftToTheDatabase() {
        Schema words = new Schema(List.of(Field.required("word", Type.STRING)), List.of("word"));
        BatchBuilder builder = new BatchBuilder(words, 1);
        Values.append(Type.STRING, builder.column(0), "a");
        AscendingKeys keys = new AscendingKeys(words);
        keys.add(builder.build());
        assertThat(keys.properties()).isEmpty();
    }

    @Test
    void whatIsSaidToAscendIsWithoutDuplicatesForAnyKeysAndSplits() {
        Random random = new Random(5);
        int ascending = 0;
        for (int round = 0; round < 20_000; round++) {
            CommitToken[] splits = new CommitToken[1 + random.nextInt(3)];
            long[] all = {};
            boolean sorted = true;
            for (int i = 0; i < splits.length; i++) {
                long[] orders = random.longs(random.nextInt(4), 0, 12).toArray();
                if (random.nextBoolean()) {
                    Arrays.sort(orders);
                }
                sorted &= Arrays.equals(orders, Arrays.stream(orders).sorted().toArray());
                long[] keys = Arrays.stream(orders)
                        .flatMap(order -> Arrays.stream(new long[] {order, 0}))
                        .toArray();
                splits[i] = split(i, batch(keys));
                long[] before = all;
                all = Arrays.copyOf(before, before.length + orders.length);
                System.arraycopy(orders, 0, all, before.length, orders.length);
            }
            if (ascend(splits)) {
                ascending++;
                assertThat(sorted).isTrue();
                assertThat(Arrays.stream(all).distinct().count()).isEqualTo(all.length);
            }
        }
        assertThat(ascending).isBetween(1000, 19_000);
    }
}
