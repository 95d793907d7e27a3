package dev.sluice.spi;

/** What went wrong, and with that who can mend it, whether a retry may help, and the exit code. */
public enum ErrorCode {
    /** An option is missing, unknown or out of range; the message lists all of them. */
    INVALID_CONFIGURATION(Category.CONFIG, 2),
    /** A stream, table or file that was asked for does not exist. */
    STREAM_NOT_FOUND(Category.CONFIG, 2),
    /** A column that was asked for does not exist. */
    COLUMN_NOT_FOUND(Category.CONFIG, 2),
    /** Something the connector doesn't declare as a capability. */
    UNSUPPORTED(Category.CONFIG, 2),
    /** The target exists and the configuration says not to touch it. */
    TARGET_EXISTS(Category.CONFIG, 1),

    /** The input isn't what its format promises: truncated, corrupt, ragged, not UTF-8. */
    MALFORMED_INPUT(Category.DATA, 1),
    /** A value the target can't hold, or that doesn't fit the declared type. */
    VALUE_REFUSED(Category.DATA, 1),
    /** Source and target columns don't go together. */
    INCOMPATIBLE_SCHEMA(Category.DATA, 1),
    /** A check after the move failed: rows read, staged and published differ. */
    VERIFICATION_FAILED(Category.DATA, 1),

    /** The host name doesn't resolve. */
    UNKNOWN_HOST(Category.EXTERNAL, 3),
    /** Nothing answers at the address, or not in time. */
    UNREACHABLE(Category.EXTERNAL, 3),
    /** User, password, key or certificate was refused. */
    LOGIN_REFUSED(Category.EXTERNAL, 3),
    /** The server has no database, bucket or file of that name. */
    DATABASE_NOT_FOUND(Category.EXTERNAL, 3),
    /** The login lacks a privilege; the message names it. */
    PERMISSION_DENIED(Category.EXTERNAL, 1),
    /** An established connection broke, or the server is restarting: a retry may help. */
    CONNECTION_LOST(Category.EXTERNAL_RETRYABLE, 1),
    /** The system asks to try again: deadlock, serialization failure, throttling. */
    TRY_AGAIN(Category.EXTERNAL_RETRYABLE, 1),
    /** Any other refusal by the other system. */
    EXTERNAL_FAILURE(Category.EXTERNAL, 1),
    /** The connection broke during the commit: it may or may not have happened. The next run finds out. */
    COMMIT_UNKNOWN(Category.EXTERNAL, 1),

    /** No room on the disk. */
    DISK_FULL(Category.RESOURCE, 1),
    /** More memory is needed than the budget allows. */
    OUT_OF_MEMORY(Category.RESOURCE, 1),
    /** Another run of the same pipeline is going on. */
    LOCKED(Category.RESOURCE, 1),
    /** The user stopped the run. */
    CANCELLED(Category.RESOURCE, 1),
    /** Who read the output has closed it, as {@code head} does; nothing is printed. */
    OUTPUT_CLOSED(Category.RESOURCE, 141),

    /** Our bug. */
    INTERNAL(Category.INTERNAL, 1);

    /** Who can mend it. */
    public enum Category {
        /** The user, in the configuration. */
        CONFIG,
        /** The owner of the data. */
        DATA,
        /** The other system; the same call will fail again. */
        EXTERNAL,
        /** The other system; the same call may go through later. */
        EXTERNAL_RETRYABLE,
        /** This machine. */
        RESOURCE,
        /** The developers of Sluice or of the connector. */
        INTERNAL
    }

    private final Category category;
    private final int exitCode;

    ErrorCode(Category category, int exitCode) {
        this.category = category;
        this.exitCode = exitCode;
    }

    public Category category() {
        return category;
    }

    /** The exit code of a process that ends with this: 1 the run failed, 2 configuration, 3 system or login refused. */
    public int exitCode() {
        return exitCode;
    }

    public boolean isRetryable() {
        return category == Category.EXTERNAL_RETRYABLE;
    }
}
