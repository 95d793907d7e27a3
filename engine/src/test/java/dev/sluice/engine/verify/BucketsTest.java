package dev.sluice.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("value", Type.INT64)), List.of("id"));

    private static Buckets of(long[] ids, long[] values) {
        Buckets buckets = new Buckets();
        buckets.add(new RecordBatch(
                SCHEMA,
                ids.length,
                List.of(new LongColumn(ids.length, ids, null), new LongColumn(ids.length, values, null))));
        return buckets;
    }

    @Test
    void theOrderOfRowsDoesNotCount() {
        Buckets one = of(new long[] {1, 2}, new long[] {7, 8});
        Buckets other = of(new long[] {2, 1}, new long[] {8, 7});

        assertThat(one.contentHash()).isEqualTo(other.contentHash());
        assertThat(one.differing(other).isEmpty()).isTrue();
    }

    @Test
    void valuesThatChangedPlacesBetweenRowsCount() {
        Buckets one = of(new long[] {1, 2}, new long[] {7, 8});
        Buckets other = of(new long[] {1, 2}, new long[] {8, 7});

        assertThat(one.contentHash()).isNotEqualTo(other.contentHash());
        assertThat(one.differing(other).isEmpty()).isFalse();
    }

    @Test
    void valuesThatChangedPlacesWithinABucketCountToo() {
        int[] first = new int[1 << 16];
        for (int id = 1; ; id++) {
            int bucket =
                    of(new long[] {id}, new long[] {7}).differing(new Buckets()).nextSetBit(0);
            if (first[bucket] == 0) {
                first[bucket] = id;
                continue;
            }
            long[] ids = {first[bucket], id};
            assertThat(of(ids, new long[] {7, 8})
                            .differing(of(ids, new long[] {8, 7}))
                            .cardinality())
                    .isOne();
            return;
        }
    }
}
