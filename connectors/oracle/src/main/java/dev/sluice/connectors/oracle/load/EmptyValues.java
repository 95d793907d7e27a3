package dev.sluice.connectors.oracle.load;

/** Counts values of no length, which Oracle takes for NULL. A row's count only once the row is sent. Used by one thread. */
final class EmptyValues {
    private long sent;
    private int inRow;

    void found() {
        inRow++;
    }

    void rowStarts() {
        inRow = 0;
    }

    void rowIsSent() {
        sent += inRow;
        inRow = 0;
    }

    long sent() {
        return sent;
    }
}
