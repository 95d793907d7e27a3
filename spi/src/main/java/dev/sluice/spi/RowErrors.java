package dev.sluice.spi;

/**
 * Takes the rows and values of one attempt at a split that can't be read or don't fit. What an attempt handed over that
 * failed later counts for nothing. Thread-safe.
 */
public interface RowErrors {
    /** Ends the run at the first bad row. */
    RowErrors FAIL = new RowErrors() {
        @Override
        public OnError policy() {
            return OnError.FAIL;
        }

        @Override
        public void reject(BadRow row) {
            throw row.asFailure();
        }

        @Override
        public void becomesNull(BadRow row) {
            throw row.asFailure();
        }
    };

    /** What to do: where {@link OnError#FAIL}, readers needn't be able to go on after a bad row, and throw by themselves. */
    OnError policy();

    /**
     * Sets a row aside. The caller leaves it out of its batches.
     *
     * @throws ConnectorException where there are too many, or rows are not to be set aside: let it pass
     */
    void reject(BadRow row);

    /**
     * Counts a value that becomes NULL.
     *
     * @throws ConnectorException where there are too many, or values are not to become NULL: let it pass
     */
    void becomesNull(BadRow row);

    /**
     * Decides on a value that isn't one of its column's type.
     *
     * @param nullable whether it may become NULL
     * @return whether its row is left out; otherwise the value is to be NULL
     * @throws ConnectorException where that ends the run, or there are too many: let it pass
     */
    default boolean setsAside(BadRow row, boolean nullable) {
        if (policy() == OnError.NULL && nullable) {
            becomesNull(row);
            return false;
        }
        if (policy() != OnError.REJECT) {
            throw row.asFailure();
        }
        reject(row);
        return true;
    }
}
