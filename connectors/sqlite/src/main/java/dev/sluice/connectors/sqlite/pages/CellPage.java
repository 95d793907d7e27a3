package dev.sluice.connectors.sqlite.pages;

/** A page that is being filled: places of cells from the front on, cells from the end on. */
final class CellPage {
    private final byte[] bytes = new byte[PageFormat.PAGE_SIZE];
    private final int start;
    private final byte type;
    private int places;
    private int cells;
    private int count;

    /**
     * @param start where its header is: after the file's in the first page, else at 0
     * @param type LEAF or INTERIOR
     */
    CellPage(int start, byte type) {
        this.start = start;
        this.type = type;
        clear();
    }

    void clear() {
        places = start + (type == PageFormat.LEAF ? PageFormat.LEAF_HEADER : PageFormat.INTERIOR_HEADER);
        cells = PageFormat.PAGE_SIZE;
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean hasRoom(int length) {
        return cells - places >= PageFormat.POINTER + length;
    }

    /**
     * Makes room for a cell.
     *
     * @return its position
     */
    int add(int length) {
        cells -= length;
        BigEndian.putShort(bytes, places, cells);
        places += PageFormat.POINTER;
        count++;
        return cells;
    }

    /** The page with what was added so far; what belongs to no cell is undefined. */
    byte[] bytes() {
        bytes[start] = type;
        BigEndian.putShort(bytes, start + 1, 0);
        BigEndian.putShort(bytes, start + 3, count);
        // 65,536 is written as 0
        BigEndian.putShort(bytes, start + 5, cells);
        bytes[start + 7] = 0;
        return bytes;
    }

    /** Names the page with what comes after all cells, in an interior page. */
    void setLastChild(int page) {
        BigEndian.putInt(bytes, start + PageFormat.LEAF_HEADER, page);
    }
}
