package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column as information_schema describes it.
 *
 * @param nativeType as CREATE TABLE says it: {@code int unsigned}, {@code decimal(12,2)}
 */
record CatalogColumn(
        String table,
        String name,
        Type type,
        String nativeType,
        boolean nullable,
        boolean hasDefault,
        boolean generated,
        String comment,
        String collation) {
    /** The columns of all tables, to be narrowed by a condition on {@code c}. */
    static final String QUERY = """
        SELECT c.table_name, c.column_name, c.data_type, c.column_type, c.character_maximum_length,
            c.numeric_precision, c.numeric_scale, c.datetime_precision, c.is_nullable = 'YES',
            c.column_default IS NOT NULL OR c.extra LIKE '%auto_increment%' OR c.extra LIKE '%DEFAULT_GENERATED%',
            c.extra LIKE '%VIRTUAL%' OR c.extra LIKE '%STORED%' OR c.extra LIKE '%PERSISTENT%', c.column_comment,
            c.collation_name
        FROM information_schema.columns c
        """;

    static CatalogColumn read(ResultSet row, boolean tinyint1AsBoolean) throws SQLException {
        String nativeType = row.getString(4);
        ColumnType type = new ColumnType(
                row.getString(3), nativeType, row.getLong(5), row.getInt(6), row.getInt(7), row.getInt(8));
        return new CatalogColumn(
                row.getString(1),
                row.getString(2),
                type.toLogical(tinyint1AsBoolean),
                nativeType,
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11),
                row.getString(12) == null ? "" : row.getString(12),
                row.getString(13) == null ? "" : row.getString(13));
    }

    /** MariaDB's JSON is a longtext with a check. */
    CatalogColumn asJson() {
        return new CatalogColumn(table, name, Type.JSON, "json", nullable, hasDefault, generated, comment, "");
    }

    Field toField() {
        return new Field(name, type, nullable, nativeType, comment);
    }

    TableColumn toTableColumn() {
        return new TableColumn(
                name, type, nativeType, nullable, nullable || hasDefault || generated, generated, collation);
    }
}
