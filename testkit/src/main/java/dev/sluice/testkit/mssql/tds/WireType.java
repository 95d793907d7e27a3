package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.SqlType;

/** A type as a client sends it. */
public record WireType(SqlType type, Form form) {
    /** What stands before a value's bytes. */
    enum Form {
        /** Nothing; there is no NULL. */
        FIXED,
        /** One byte, 0 for NULL. */
        SHORT_LENGTH,
        /** Two bytes, 0xffff for NULL. */
        LONG_LENGTH,
        /** Eight bytes, then chunks, each with four bytes of length. */
        CHUNKS
    }

    static WireType shortLength(SqlType type) {
        return new WireType(type, Form.SHORT_LENGTH);
    }
}
