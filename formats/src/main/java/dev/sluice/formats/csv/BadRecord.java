package dev.sluice.formats.csv;

import dev.sluice.spi.ErrorCode;

/** What is wrong with a record, where that doesn't end the read. */
final class BadRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int position;

    /**
     * @param position in the buffer's data, where it was noticed, outside of quotes
     */
    BadRecord(ErrorCode code, int position, String message) {
        super(message, null, false, false);
        this.code = code;
        this.position = position;
    }

    ErrorCode code() {
        return code;
    }

    int position() {
        return position;
    }
}
