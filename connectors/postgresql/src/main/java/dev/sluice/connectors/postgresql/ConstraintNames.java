package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;

/** The server names constraints after the table they are made with, which is a staging table, and leaves them so. */
final class ConstraintNames {
    /** Those that are taken stay as they are; the server cuts off what is too long. */
    private static final String RENAMES = """
        SELECT format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', conrelid::regclass, conname, wanted)
        FROM (
            SELECT c.conrelid, c.conname, t.relnamespace,
                (CASE c.contype
                    WHEN 'p' THEN left(t.relname, 58) || '_pkey'
                    ELSE t.relname || '_' || a.attname || '_not_null'
                END)::name AS wanted
            FROM pg_catalog.pg_constraint c
            JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.conrelid = ?::regclass AND c.contype IN ('p', 'n') AND left(c.conname, ?) = ?
        ) named
        WHERE NOT EXISTS (
                SELECT FROM pg_catalog.pg_class r WHERE r.relname = wanted AND r.relnamespace = named.relnamespace)
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_constraint o WHERE o.conrelid = named.conrelid AND o.conname = wanted)
        """;

    private ConstraintNames() {}

    /** Renames what a new table has from the time when it was a staging table. */
    static void ofTable(Connection connection, StreamName table) throws SQLException {
        String prefix = Staging.RESERVED_PREFIX;
        for (String rename : Statements.query(
                connection,
                RENAMES,
                row -> row.getString(1),
                PostgresDialect.INSTANCE.quote(table),
                prefix.length(),
                prefix)) {
            Statements.run(connection, rename);
        }
    }
}
