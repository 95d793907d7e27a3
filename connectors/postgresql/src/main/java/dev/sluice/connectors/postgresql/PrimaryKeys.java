package dev.sluice.connectors.postgresql;

/** Queries for the columns of primary keys: table oid and column, in key order. */
final class PrimaryKeys {
    private static final String SELECT = """
        SELECT i.indrelid, a.attname
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indisprimary AND k.position <= i.indnkeyatts
        """;
    private static final String ORDER = " ORDER BY i.indrelid, k.position";

    /** The parameter is the table's oid. */
    static final String OF_TABLE = SELECT + " AND i.indrelid = ?::oid" + ORDER;

    private PrimaryKeys() {}

    /** @param condition on the namespace {@code n} */
    static String where(String condition) {
        return SELECT + " AND " + condition + ORDER;
    }
}
