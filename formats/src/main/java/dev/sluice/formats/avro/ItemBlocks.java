package dev.sluice.formats.avro;

/** The items of an array or map, which come in blocks with a count each. */
final class ItemBlocks {
    /** Items that take no bytes, such as nulls, could otherwise be without end. */
    private static final long MOST_EMPTY_ITEMS = 1 << 20;

    private ItemBlocks() {}

    /** Reads all blocks, calling {@code item} for each item. */
    static void read(AvroInput in, long leastBytes, Runnable item) {
        long empty = 0;
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                // the block's size in bytes, for those who pass over it
                if (in.readLong() < 0 || count == Long.MIN_VALUE) {
                    throw AvroProblem.malformed("a block of items of negative size");
                }
                count = -count;
            }
            empty += leastBytes == 0 ? count : 0;
            if (leastBytes == 0 ? empty > MOST_EMPTY_ITEMS : count > in.remaining() / leastBytes) {
                throw AvroProblem.malformed(
                        "an array or map of " + count + " items where " + in.remaining() + " bytes are left");
            }
            for (long i = 0; i < count; i++) {
                item.run();
            }
        }
    }
}
