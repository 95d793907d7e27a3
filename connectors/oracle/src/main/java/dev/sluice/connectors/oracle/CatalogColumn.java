package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column as ALL_TAB_COLS describes it.
 *
 * @param optional whether an insert may leave it out
 * @param generated whether its value is computed and can't be written
 */
record CatalogColumn(
        String table, String name, ColumnType type, boolean nullable, boolean optional, boolean generated) {
    /** The columns of all tables, to be narrowed by a condition on {@code c}. */
    static final String QUERY = """
        SELECT c.table_name, c.column_name, c.data_type, c.char_length, c.char_used, c.data_length,
          c.data_precision, c.data_scale, c.nullable, c.default_length, c.virtual_column, i.generation_type
        FROM sys.all_tab_cols c LEFT JOIN sys.all_tab_identity_cols i
          ON i.owner = c.owner AND i.table_name = c.table_name AND i.column_name = c.column_name
        WHERE c.hidden_column = 'NO'
        """;

    static CatalogColumn read(ResultSet row) throws SQLException {
        int characters = row.getInt(4);
        boolean byBytes = "B".equals(row.getString(5));
        int bytes = row.getInt(6);
        int precision = row.getInt(7);
        int scale = row.getInt(8);
        int declaredScale = row.wasNull() ? ColumnType.NO_SCALE : scale;
        boolean nullable = !"N".equals(row.getString(9));
        boolean hasDefault = row.getInt(10) > 0;
        boolean virtual = "YES".equals(row.getString(11));
        String identity = row.getString(12);
        return new CatalogColumn(
                row.getString(1),
                row.getString(2),
                new ColumnType(
                        row.getString(3), characters > 0 ? characters : bytes, byBytes, precision, declaredScale),
                nullable,
                nullable || hasDefault || virtual || identity != null,
                virtual || "ALWAYS".equals(identity));
    }

    Field toField(String comment) {
        return new Field(name, type.toLogical(), nullable, type.ddl(), comment);
    }

    TableColumn toTableColumn() {
        return new TableColumn(name, type.toLogical(), type.ddl(), nullable, optional, generated);
    }
}
