package dev.sluice.connectors.postgresql.copy;

/** A value that the other side can't hold; caught where table, column and row are known. */
public final class RefusedValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int row;
    private final transient Object value;
    private final String remedy;

    /**
     * @param row position in the block or batch being coded
     * @param value for the message
     * @param remedy what the user can do
     */
    public RefusedValue(int row, Object value, String reason, String remedy) {
        super(reason, null, false, false);
        this.row = row;
        this.value = value;
        this.remedy = remedy;
    }

    /** The same value seen from the list or block that holds it. */
    RefusedValue at(int outerRow) {
        return new RefusedValue(outerRow, value, getMessage(), remedy);
    }

    public int row() {
        return row;
    }

    public String value() {
        return String.valueOf(value);
    }

    public String remedy() {
        return remedy;
    }
}
