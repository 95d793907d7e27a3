package dev.sluice.formats.parquet;

/**
 * How much a column of a row group may hold before a page is written or the dictionary is given up.
 *
 * @param pageBytes size of a page before compression, about
 * @param pageValues values in a page, nulls included
 * @param dictionaryEntries distinct values
 * @param dictionaryBytes bytes of all distinct values together
 */
record ChunkLimits(int pageBytes, int pageValues, int dictionaryEntries, int dictionaryBytes) {
    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int MIN_PAGE_BYTES = 4 << 10;
    private static final int MAX_PAGE_VALUES = 20_480;
    private static final int MIN_PAGE_VALUES = 512;
    private static final int BYTES_PER_ENTRY = 16;

    /** Limits with which {@code columns} open pages together take a small part of a row group. */
    static ChunkLimits of(long rowGroupBytes, int columns) {
        int pageBytes = Math.clamp(rowGroupBytes / (4L * Math.max(1, columns)), MIN_PAGE_BYTES, MAX_PAGE_BYTES);
        int pageValues = Math.clamp(pageBytes / Long.BYTES, MIN_PAGE_VALUES, MAX_PAGE_VALUES);
        return new ChunkLimits(pageBytes, pageValues, pageBytes / BYTES_PER_ENTRY, pageBytes);
    }
}
