package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column as the catalog describes it.
 *
 * @param table the object's id
 * @param collation of a text, or empty
 */
record CatalogColumn(
        long table,
        String name,
        ColumnType type,
        boolean nullable,
        boolean identity,
        boolean generated,
        boolean hasDefault,
        String collation,
        String comment) {
    /** Follows the native type of columns that count by themselves. */
    static final String IDENTITY = " identity";

    /** The columns of all tables, to be narrowed by a condition on {@code o} and {@code s}. */
    static final String QUERY = """
        SELECT c.object_id, c.name,
          CASE WHEN c.system_type_id = 240 THEN TYPE_NAME(c.user_type_id) ELSE TYPE_NAME(c.system_type_id) END,
          c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity, c.is_computed, c.generated_always_type,
          c.default_object_id, c.collation_name, CAST(e.value AS nvarchar(4000))
        FROM sys.columns c
        JOIN sys.objects o ON o.object_id = c.object_id
        JOIN sys.schemas s ON s.schema_id = o.schema_id
        LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = c.object_id AND e.minor_id = c.column_id
          AND e.name = 'MS_Description'
        """;

    static CatalogColumn read(ResultSet row) throws SQLException {
        ColumnType type = new ColumnType(row.getString(3), row.getInt(4), row.getInt(5), row.getInt(6));
        String collation = row.getString(12);
        String comment = row.getString(13);
        return new CatalogColumn(
                row.getLong(1),
                row.getString(2),
                type,
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9) || row.getInt(10) != 0 || type.name().equals("timestamp"),
                row.getLong(11) != 0,
                collation == null ? "" : collation,
                comment == null ? "" : comment);
    }

    Field toField() {
        return new Field(name, type.toLogical(), nullable, type.full(), comment);
    }

    /** With what a column of the same values must have: the collation tells in which code page bytes of a text are. */
    TableColumn toTableColumn() {
        boolean bytes = MssqlDialect.isBytesOfText(type.name());
        String nativeType = type.full()
                + (bytes && !collation.isEmpty() ? " COLLATE " + collation : "")
                + (identity ? IDENTITY : "");
        boolean optional = nullable || hasDefault || identity || generated;
        return new TableColumn(name, type.toLogical(), nativeType, nullable, optional, generated, collation);
    }
}
