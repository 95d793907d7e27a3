package dev.sluice.spi;

/**
 * The one exception of connectors. The message is for a person: it names table or file, column and row, and says what to
 * do; it never holds a secret. Anything else a connector throws is treated as a bug of the connector.
 */
public final class ConnectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ConnectorException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ConnectorException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
