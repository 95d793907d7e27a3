package dev.sluice.spi;

/**
 * A row that can't be read, or holds a value that doesn't fit.
 *
 * @param file the file, or what else the row was read from
 * @param line from 1; or 0 where that means nothing
 * @param position of the row's first byte in the file, or of the row in its split, from 0; -1 where it isn't known
 * @param column whose value it is about; empty where it is about the row as a whole
 * @param code the error it would be if it ended the run
 * @param reason what is wrong, for people
 * @param raw the row as it was found, UTF-8 as far as it is; taken over, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record BadRow(String file, long line, long position, String column, ErrorCode code, String reason, byte[] raw) {
    /** The error that ends the run where nothing else is done about the row. */
    public ConnectorException asFailure() {
        String place = line > 0
                ? ", line " + line + " (byte " + position + ")"
                : position >= 0 ? ", row " + (position + 1) : "";
        return new ConnectorException(
                code, file + place + (column.isEmpty() ? "" : ", column '" + column + "'") + ": " + reason);
    }
}
