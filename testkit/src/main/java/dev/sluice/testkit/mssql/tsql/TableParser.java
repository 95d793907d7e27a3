package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.TableDefinition.Check;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Expression;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Identity;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Key;
import dev.sluice.testkit.mssql.tsql.TableDefinition.KeyColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what CREATE TABLE and ALTER TABLE say of columns and keys. */
public final class TableParser {
    private final String table;
    private final Names names;
    private TableDefinition definition;

    /** @param base what the definitions are added to */
    public TableParser(String table, Names names, TableDefinition base) {
        this.table = table;
        this.names = names;
        this.definition = base;
    }

    public static TableDefinition empty() {
        return new TableDefinition(List.of(), List.of(), List.of());
    }

    /** Elements between commas: columns and constraints. */
    public TableDefinition add(List<Token> elements) {
        for (List<Token> element : TokenCursor.split(elements)) {
            TokenCursor cursor = new TokenCursor(element);
            if (!constraint(cursor)) {
                column(cursor);
            }
            if (!cursor.atEnd()) {
                throw cursor.unexpected();
            }
        }
        return definition;
    }

    /** A table constraint, if one is next. */
    private boolean constraint(TokenCursor cursor) {
        String name = cursor.accept("CONSTRAINT") ? cursor.name() : "";
        if (cursor.accept("PRIMARY", "KEY")) {
            key(cursor, name, Key.Kind.PRIMARY_KEY, true);
        } else if (cursor.accept("UNIQUE")) {
            key(cursor, name, Key.Kind.UNIQUE, false);
        } else if (cursor.accept("CHECK")) {
            check(cursor, name);
        } else if (cursor.peek().is("FOREIGN")) {
            throw ServerError.of(50000, "Foreign keys are not supported by this test server.");
        } else if (cursor.peek().is("DEFAULT") && !name.isEmpty()) {
            throw ServerError.of(50000, "ALTER TABLE ADD DEFAULT FOR is not supported by this test server.");
        } else if (!name.isEmpty()) {
            throw cursor.unexpected();
        } else {
            return false;
        }
        return true;
    }

    private void key(TokenCursor cursor, String name, Key.Kind kind, boolean clusteredByDefault) {
        boolean clustered = clustered(cursor, clusteredByDefault);
        cursor.expectSymbol("(");
        List<KeyColumn> columns = keyColumns(cursor.parenthesized());
        storage(cursor);
        add(name, kind, clustered, columns);
    }

    private void add(String name, Key.Kind kind, boolean clustered, List<KeyColumn> columns) {
        for (KeyColumn column : columns) {
            if (definition.column(column.name()).isEmpty()) {
                throw ServerError.of(
                        1911, "Column name '" + column.name() + "' does not exist in the target table or view.");
            }
        }
        String prefix = kind == Key.Kind.PRIMARY_KEY ? "PK__" : "UQ__";
        String given =
                name.isEmpty() ? prefix + table + "__" + Integer.toHexString(System.identityHashCode(columns)) : name;
        definition = definition.with(new Key(given, kind, true, clustered, columns));
    }

    public static boolean clustered(TokenCursor cursor, boolean byDefault) {
        return cursor.accept("CLUSTERED") || !cursor.accept("NONCLUSTERED") && byDefault;
    }

    /** Columns of a key or index, with their directions. */
    public static List<KeyColumn> keyColumns(List<Token> list) {
        List<KeyColumn> columns = new ArrayList<>();
        for (List<Token> part : TokenCursor.split(list)) {
            TokenCursor cursor = new TokenCursor(part);
            String name = cursor.name();
            boolean descending = cursor.accept("DESC");
            cursor.accept("ASC");
            columns.add(new KeyColumn(name, descending));
        }
        return columns;
    }

    /** WITH (…) and ON filegroup, which change nothing here. */
    public static void storage(TokenCursor cursor) {
        if (cursor.accept("WITH")) {
            cursor.expectSymbol("(");
            cursor.parenthesized();
        }
        while (cursor.accept("ON") || cursor.accept("TEXTIMAGE_ON")) {
            cursor.name();
        }
    }

    private void check(TokenCursor cursor, String name) {
        cursor.expectSymbol("(");
        Expression condition = expression(cursor.parenthesized());
        definition = definition.with(new Check(name.isEmpty() ? "CK__" + table : name, condition));
    }

    private void column(TokenCursor cursor) {
        String name = cursor.name();
        if (definition.column(name).isPresent()) {
            throw ServerError.of(
                    2705,
                    "Column names in each table must be unique. Column name '" + name + "' in table '" + table
                            + "' is specified more than once.");
        }
        if (cursor.accept("AS")) {
            cursor.expectSymbol("(");
            Expression computed = expression(cursor.parenthesized());
            cursor.accept("PERSISTED");
            boolean nullable = !cursor.accept("NOT", "NULL");
            definition = definition.with(new Column(name, null, nullable, null, null, computed));
            return;
        }
        if (!cursor.peek().isName()) {
            throw cursor.unexpected();
        }
        SqlType type = TypeParser.declared(cursor);
        definition = definition.with(new Column(name, type, type.base() != SqlType.Base.ROWVERSION, null, null, null));
        while (!cursor.atEnd()) {
            option(cursor, name);
        }
    }

    private void option(TokenCursor cursor, String name) {
        Column column = definition.column(name).orElseThrow();
        String constraint = cursor.accept("CONSTRAINT") ? cursor.name() : "";
        if (cursor.accept("NOT", "NULL")) {
            replace(column.required());
        } else if (cursor.accept("NULL") || cursor.accept("SPARSE") || cursor.accept("ROWGUIDCOL")) {
            replace(column);
        } else if (cursor.accept("COLLATE")) {
            cursor.name();
        } else if (cursor.accept("IDENTITY")) {
            identity(cursor, column);
        } else if (cursor.accept("DEFAULT")) {
            List<Token> value = defaultValue(cursor);
            replace(new Column(name, column.type(), column.nullable(), null, expression(value), null));
        } else if (cursor.accept("PRIMARY", "KEY")) {
            boolean clustered = clustered(cursor, true);
            add(constraint, Key.Kind.PRIMARY_KEY, clustered, List.of(new KeyColumn(name, false)));
        } else if (cursor.accept("UNIQUE")) {
            boolean clustered = clustered(cursor, false);
            add(constraint, Key.Kind.UNIQUE, clustered, List.of(new KeyColumn(name, false)));
        } else if (cursor.accept("CHECK")) {
            check(cursor, constraint);
        } else {
            throw cursor.unexpected();
        }
    }

    private void identity(TokenCursor cursor, Column column) {
        long seed = 1;
        long increment = 1;
        if (cursor.acceptSymbol("(")) {
            List<List<Token>> parts = TokenCursor.split(cursor.parenthesized());
            seed = Long.parseLong(text(parts.get(0)).replace(" ", ""));
            increment = Long.parseLong(text(parts.get(1)).replace(" ", ""));
        }
        replace(new Column(column.name(), column.type(), false, new Identity(seed, increment), null, null));
    }

    /** A parenthesis, a function call, a literal, or a literal with a sign. */
    private static List<Token> defaultValue(TokenCursor cursor) {
        List<Token> value = new ArrayList<>(List.of(cursor.next()));
        if (value.getFirst().isSymbol("-")) {
            value.add(cursor.next());
        }
        boolean parenthesis = value.getFirst().isSymbol("(");
        if (parenthesis || value.getFirst().isName() && cursor.peek().isSymbol("(")) {
            Token open = parenthesis ? value.getFirst() : cursor.next();
            value = new ArrayList<>(parenthesis ? List.of(open) : List.of(value.getFirst(), open));
            value.addAll(cursor.parenthesized());
            value.add(cursor.peek(-1));
        }
        return value;
    }

    private void replace(Column column) {
        definition = definition.replaced(column.name(), column);
    }

    private Expression expression(List<Token> tokens) {
        return new Expression(
                "(" + text(tokens) + ")",
                new Translator(names).statement(tokens).sql());
    }

    private static String text(List<Token> tokens) {
        return tokens.stream()
                .map(token -> token.isString() ? Translator.literal(token.text()) : token.text())
                .collect(Collectors.joining(" "));
    }
}
