package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.BulkRows;
import dev.sluice.testkit.mssql.tds.MessageInput;
import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import dev.sluice.testkit.mssql.tsql.Translator;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.jdbc.JdbcResultSet;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/**
 * INSERT BULK and the rows that follow it: one statement, all rows or none.
 *
 * @param columns of the table, in the order of the rows
 */
record BulkLoad(Catalog.Entry table, List<Column> columns, boolean keepIdentity, boolean keepNulls) {
    private static final int COMMAND = 0xf0;

    /** Rows of one statement, and their values: H2 spends more on a statement than on a row. */
    private static final int ROWS_TOGETHER = 64;

    private static final int PARAMETERS = 2048;

    /** @param cursor at INSERT */
    static BulkLoad parse(Session session, TokenCursor cursor) {
        cursor.moveTo(2);
        ObjectName name = cursor.objectName();
        Catalog.Entry table = session.catalog().require(name);
        TableDefinition definition = session.catalog().definition(table);
        cursor.expectSymbol("(");
        List<Column> columns = new ArrayList<>();
        for (List<Token> element : TokenCursor.split(cursor.parenthesized())) {
            String column = element.getFirst().text();
            columns.add(definition
                    .column(column)
                    .orElseThrow(() -> ServerError.of(207, "Invalid column name '" + column + "'.")));
        }
        boolean keepIdentity = false;
        boolean keepNulls = false;
        if (cursor.accept("WITH") && cursor.acceptSymbol("(")) {
            for (Token hint : cursor.parenthesized()) {
                keepIdentity |= hint.is("KEEP_IDENTITY");
                keepNulls |= hint.is("KEEP_NULLS");
            }
        }
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return new BulkLoad(table, columns, keepIdentity, keepNulls);
    }

    void run(Session session, MessageInput in, Response out) throws IOException {
        boolean failed = true;
        try {
            session.transaction().enter(out);
            long rows = insert(session, new BulkRows(in, session.session()));
            failed = false;
            session.rowCount(rows);
            out.done(COMMAND, rows);
        } catch (SQLException e) {
            throw session.catalog().translate(e);
        } finally {
            leave(session, failed);
        }
    }

    private static void leave(Session session, boolean failed) throws IOException {
        try {
            session.transaction().leave(failed);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private long insert(Session session, BulkRows rows) throws IOException, SQLException {
        int[] sources = sources();
        Value[] defaults = defaults(session, sources);
        int together = Math.clamp(PARAMETERS / Math.max(1, sources.length), 1, ROWS_TOGETHER);
        var savepoint = session.connection().setSavepoint();
        try (PreparedStatement many = session.connection().prepareStatement(sql(sources, together))) {
            Value[] row = new Value[rows.names().size()];
            Value[] waiting = new Value[together * sources.length];
            int filled = 0;
            long count = 0;
            while (rows.next(row)) {
                for (int i = 0; i < sources.length; i++) {
                    Value value = row[sources[i]];
                    waiting[filled++] = value == ValueNull.INSTANCE ? defaults[i] : value;
                }
                count++;
                if (filled == waiting.length) {
                    execute(many, waiting, filled);
                    filled = 0;
                }
            }
            if (filled > 0) {
                try (PreparedStatement rest =
                        session.connection().prepareStatement(sql(sources, filled / sources.length))) {
                    execute(rest, waiting, filled);
                }
            }
            return count;
        } catch (SQLException e) {
            session.connection().rollback(savepoint);
            throw e;
        }
    }

    private static void execute(PreparedStatement insert, Value[] values, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            insert.setObject(i + 1, values[i]);
        }
        insert.executeUpdate();
    }

    /** The places of the values that are stored: identities that aren't kept and row versions are made by the server. */
    private int[] sources() {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).isWritable()
                        && (keepIdentity || columns.get(i).identity() == null))
                .toArray();
    }

    private String sql(int[] sources, int rows) {
        String names = Arrays.stream(sources)
                .mapToObj(source -> Translator.quote(columns.get(source).name()))
                .collect(Collectors.joining(", "));
        String row = "(" + "?, ".repeat(sources.length - 1) + "?)";
        return "INSERT INTO " + table.h2() + " (" + names + ") VALUES " + (row + ", ").repeat(rows - 1) + row;
    }

    /** What stands in for NULL: the column's default, unless NULLs are kept. */
    private Value[] defaults(Session session, int[] sources) throws SQLException {
        Value[] defaults = new Value[sources.length];
        for (int i = 0; i < sources.length; i++) {
            Column column = columns.get(sources[i]);
            defaults[i] = ValueNull.INSTANCE;
            if (!keepNulls && column.defaultValue() != null) {
                try (Statement statement = session.connection().createStatement();
                        ResultSet result = statement.executeQuery(
                                "SELECT " + column.defaultValue().h2())) {
                    result.next();
                    defaults[i] = result.unwrap(JdbcResultSet.class).getInternal(1);
                }
            }
        }
        return defaults;
    }
}
