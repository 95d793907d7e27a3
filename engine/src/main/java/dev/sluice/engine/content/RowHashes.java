package dev.sluice.engine.content;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A hash of 128 bits per row of a batch. The order of the columns doesn't count, and a NULL adds nothing: a row keeps its
 * hash when a column is added that it has no value for.
 *
 * @param high one half per row
 * @param low the other half per row
 */
public record RowHashes(long[] high, long[] low) {
    private static final long HIGH = 0x51_7C_C1_B7_27_22_0A_95L;
    private static final long LOW = 0x2D_35_8D_CC_AA_6C_78_A5L;

    /** Hashes all columns. */
    public static RowHashes of(RecordBatch batch) {
        return of(batch, batch.schema().names());
    }

    /** Hashes some of the columns. */
    public static RowHashes of(RecordBatch batch, List<String> columns) {
        RowHashes hashes = new RowHashes(new long[batch.rowCount()], new long[batch.rowCount()]);
        for (String name : columns) {
            int index = batch.schema().indexOf(name).orElseThrow();
            hashes.add(batch.schema().field(index), batch.column(index));
        }
        return hashes;
    }

    /** The same to add up: a row's hash is itself a sum, so that values which changed places would add up to the same. */
    public RowHashes toSum() {
        return new RowHashes(mixed(high), mixed(low));
    }

    private static long[] mixed(long[] hashes) {
        return Arrays.stream(hashes).map(Mixing::mix).toArray();
    }

    private void add(Field field, Column column) {
        byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
        long highSeed = Mixing.mix(HIGH, name, 0, name.length);
        long lowSeed = Mixing.mix(LOW, name, 0, name.length);
        ValueHash hash = ValueHash.of(field.type(), column);
        for (int row = 0; row < high.length; row++) {
            if (!column.isNull(row)) {
                high[row] += Mixing.mix(hash.of(row, highSeed));
                low[row] += Mixing.mix(hash.of(row, lowSeed));
            }
        }
    }
}
