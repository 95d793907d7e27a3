package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Tokens.ResultColumn;
import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.value.DataType;
import org.h2.value.TypeInfo;

/** What a result's columns are: as declared where they are columns of a table, else what H2 makes of them. */
final class ResultColumns {
    private final Database database;

    ResultColumns(Database database) {
        this.database = database;
    }

    List<ResultColumn> of(ResultSetMetaData result) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            Column column = column(result, i);
            String label = label(result, i);
            columns.add(
                    column == null
                            ? new ResultColumn(label, derived(result, i), nullable(result, i), false, true)
                            : new ResultColumn(
                                    label,
                                    column.type(),
                                    column.nullable(),
                                    column.identity() != null,
                                    !column.isWritable()));
        }
        return columns;
    }

    /** The columns of a table or view that takes a query's rows. */
    List<Column> definitions(ResultSetMetaData result) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            Column column = column(result, i);
            SqlType type = column == null ? derived(result, i) : column.type();
            columns.add(new Column(
                    result.getColumnLabel(i),
                    type.base() == SqlType.Base.ROWVERSION ? SqlType.sized(SqlType.Base.BINARY, 8) : type,
                    column == null ? nullable(result, i) : column.nullable(),
                    null,
                    null,
                    null));
        }
        return columns;
    }

    /** Expressions have no name, which H2 doesn't allow. */
    private static String label(ResultSetMetaData result, int index) throws SQLException {
        String label = result.getColumnLabel(index);
        boolean expression = result.getTableName(index).isEmpty() && label.equals(result.getColumnName(index));
        return expression && (label.indexOf('(') >= 0 || label.indexOf('?') >= 0) ? "" : label;
    }

    private Column column(ResultSetMetaData result, int index) throws SQLException {
        String table = result.getTableName(index);
        TableDefinition definition = table.isEmpty() ? null : database.definition(table);
        return definition == null
                ? null
                : definition.column(result.getColumnName(index)).orElse(null);
    }

    private static boolean nullable(ResultSetMetaData result, int index) throws SQLException {
        return result.isNullable(index) != ResultSetMetaData.columnNoNulls;
    }

    static SqlType derived(ResultSetMetaData result, int index) throws SQLException {
        if (result.getColumnTypeName(index).equals("DECFLOAT")) {
            return SqlType.of(SqlType.Base.FLOAT);
        }
        int type = DataType.convertSQLTypeToValueType(result.getColumnType(index), result.getColumnTypeName(index));
        return ResultTypes.of(new TypeInfo(type, result.getPrecision(index), scale(type, result, index), null));
    }

    private static int scale(int type, ResultSetMetaData result, int index) throws SQLException {
        return type == org.h2.value.Value.NULL ? 0 : result.getScale(index);
    }
}
