package dev.sluice.connectors.sqlite.pages;

/**
 * The pages of a table. All files and images of ours have the largest pages: the fewer there are, the less there is to do.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#b_tree_pages">Database File Format, 1.6</a>
 */
public final class PageFormat {
    public static final int PAGE_SIZE = 1 << 16;

    /** What the first page has before its cells. */
    static final int FILE_HEADER = 100;

    static final byte INTERIOR = 5;
    static final byte LEAF = 13;
    static final int INTERIOR_HEADER = 12;
    static final int LEAF_HEADER = 8;
    /** The room of a cell's place in its page. */
    static final int POINTER = 2;
    /** The number of a page. */
    static final int PAGE_NUMBER = Integer.BYTES;
    /** What a page of the rest of a long record holds. */
    static final int PER_OVERFLOW_PAGE = PAGE_SIZE - PAGE_NUMBER;

    /** A longer record is cut off, and goes on elsewhere. */
    private static final int LONGEST_WHOLE = PAGE_SIZE - 35;

    private static final int LEAST_LOCAL = (PAGE_SIZE - 12) * 32 / 255 - 23;

    private PageFormat() {}

    /** How much of a record is in its cell. */
    static int localLength(int length) {
        if (length <= LONGEST_WHOLE) {
            return length;
        }
        int local = LEAST_LOCAL + (length - LEAST_LOCAL) % PER_OVERFLOW_PAGE;
        return local <= LONGEST_WHOLE ? local : LEAST_LOCAL;
    }
}
