package dev.sluice.connectors.s3;

import java.util.Optional;

/**
 * The numbers that the parts of one split may have in the upload of the whole file. Those before them, down to the last of
 * the split before it, are for what lies between the two.
 */
record PartNumbers(int first, int last) {
    private static final int PER_SPLIT = 32;
    private static final int BETWEEN = 4;
    /** More than half of the numbers are left for what the server copies of later splits. */
    private static final int SPLITS = 140;

    /** Empty where a split is too late to have some. */
    static Optional<PartNumbers> of(int split) {
        return split < SPLITS
                ? Optional.of(new PartNumbers(split * PER_SPLIT + BETWEEN + 1, (split + 1) * PER_SPLIT))
                : Optional.empty();
    }
}
