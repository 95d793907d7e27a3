package dev.sluice.connectors.postgresql.copy;

/** A {@link RefusedValue} together with where it was. */
public final class RefusedField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String column;
    private final String description;

    /**
     * @param row counted from 1
     * @param key the row's primary key for people, or empty
     */
    RefusedField(RefusedValue value, String column, long row, String key) {
        super(value.getMessage(), null, false, false);
        this.column = column;
        description = "column '" + column + "', " + (key.isEmpty() ? "row " + row : "row with " + key) + ": "
                + value.value() + " is refused: " + value.getMessage() + "; " + value.remedy();
    }

    public String column() {
        return column;
    }

    /** Column, row, value, reason and what to do; the table is the caller's to name. */
    public String description() {
        return description;
    }
}
