package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column as the catalog describes it; a domain as its base type.
 *
 * @param collation as SQL has it, where it isn't the type's own; or empty
 */
record CatalogColumn(
        long table,
        String name,
        Type type,
        String nativeType,
        boolean nullable,
        boolean hasDefault,
        boolean generated,
        String comment,
        String collation) {
    /** The columns of all tables, to be narrowed by a condition on {@code a}, {@code c} and {@code n}. */
    static final String QUERY = """
        SELECT a.attrelid, a.attname, format_type(b.oid, m.modifier),
            CASE WHEN s.typnamespace = 'pg_catalog'::regnamespace THEN s.typname ELSE '' END,
            m.modifier, e.oid IS NOT NULL, a.attnotnull, a.atthasdef OR a.attidentity <> '', a.attgenerated <> '',
            coalesce(y.description, ''), coalesce(quote_ident(w.nspname) || '.' || quote_ident(z.collname), '')
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_type d ON t.typtype = 'd' AND d.oid = t.typbasetype
        LEFT JOIN pg_catalog.pg_type f ON d.typtype = 'd' AND f.oid = d.typbasetype
        JOIN pg_catalog.pg_type b ON b.oid = coalesce(f.oid, d.oid, t.oid)
        CROSS JOIN LATERAL (SELECT CASE WHEN f.oid IS NOT NULL THEN d.typtypmod WHEN d.oid IS NOT NULL
            THEN t.typtypmod ELSE a.atttypmod END) AS m (modifier)
        LEFT JOIN pg_catalog.pg_type e ON b.typcategory = 'A' AND e.oid = b.typelem AND e.typarray = b.oid
        JOIN pg_catalog.pg_type s ON s.oid = coalesce(e.oid, b.oid)
        LEFT JOIN pg_catalog.pg_description y ON y.objoid = a.attrelid AND y.objsubid = a.attnum
            AND y.classoid = 'pg_catalog.pg_class'::regclass
        LEFT JOIN pg_catalog.pg_collation z ON z.oid = a.attcollation AND z.oid <> b.typcollation
        LEFT JOIN pg_catalog.pg_namespace w ON w.oid = z.collnamespace
        """;

    static CatalogColumn read(ResultSet row) throws SQLException {
        return new CatalogColumn(
                row.getLong(1),
                row.getString(2),
                NativeTypes.logical(row.getString(4), row.getInt(5), row.getBoolean(6)),
                row.getString(3),
                !row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getString(10),
                row.getString(11));
    }

    Field toField() {
        return new Field(name, type, nullable, nativeType, comment);
    }

    TableColumn toTableColumn() {
        return new TableColumn(
                name, type, nativeType, nullable, nullable || hasDefault || generated, generated, collation);
    }
}
