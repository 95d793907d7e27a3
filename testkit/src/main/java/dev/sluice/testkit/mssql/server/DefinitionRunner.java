package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Key;
import dev.sluice.testkit.mssql.tsql.TableParser;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import dev.sluice.testkit.mssql.tsql.Translation;
import dev.sluice.testkit.mssql.tsql.Translator;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Runs CREATE, ALTER, DROP and TRUNCATE. */
final class DefinitionRunner {
    private static final int CREATE = 198;
    private static final int DROP = 199;
    private static final int ALTER = 216;

    private final Session session;
    private final SessionNames names;
    private final Response out;
    private int command = CREATE;

    DefinitionRunner(Session session, Variables variables, Response out) {
        this.session = session;
        this.names = new SessionNames(session, variables);
        this.out = out;
    }

    void run(List<Token> tokens) throws IOException, SQLException {
        TokenCursor cursor = new TokenCursor(tokens);
        String verb = cursor.next().keyword();
        boolean server = cursor.peek().is("DATABASE")
                || cursor.peek().is("LOGIN")
                || cursor.peek().is("USER");
        if (server) {
            new ServerDefinitions(session).run(verb, cursor);
        } else {
            session.transaction().enter(out);
            switch (verb) {
                case "CREATE" -> create(cursor);
                case "ALTER" -> alter(cursor);
                case "DROP" -> drop(cursor);
                default -> truncate(cursor);
            }
        }
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        out.done(command, -1);
    }

    private void create(TokenCursor cursor) throws SQLException {
        if (cursor.accept("TABLE")) {
            ObjectName name = cursor.objectName();
            cursor.expectSymbol("(");
            TableDefinition definition =
                    new TableParser(name.name(), names, TableParser.empty()).add(cursor.parenthesized());
            TableParser.storage(cursor);
            session.catalog().schema(name.schema());
            add(name, definition);
        } else if (cursor.accept("SCHEMA")) {
            session.catalog().addSchema(cursor.name());
            if (cursor.accept("AUTHORIZATION")) {
                cursor.name();
            }
        } else if (cursor.accept("VIEW")) {
            createView(cursor);
        } else {
            createIndex(cursor);
        }
    }

    private void add(ObjectName name, TableDefinition definition) throws SQLException {
        if (session.catalog().find(name).isPresent()) {
            throw new ServerError(
                    2714, 6, 16, "There is already an object named '" + name.name() + "' in the database.");
        }
        String physical = session.database().create(definition);
        session.transaction().made(physical);
        session.catalog().add(name, "U ", physical, null);
    }

    private void createView(TokenCursor cursor) throws SQLException {
        ObjectName name = cursor.objectName();
        List<String> columns = cursor.acceptSymbol("(")
                ? TableParser.keyColumns(cursor.parenthesized()).stream()
                        .map(TableDefinition.KeyColumn::name)
                        .toList()
                : List.of();
        cursor.expect("AS");
        Translation query = new Translator(names).statement(cursor.rest());
        List<TableDefinition.Column> definitions;
        try (PreparedStatement prepared = session.connection().prepareStatement(query.sql())) {
            definitions = new ResultColumns(session.database()).definitions(prepared.getMetaData());
        }
        String select = query.sql();
        if (!columns.isEmpty()) {
            select = "SELECT * FROM (" + select + ") AS V ("
                    + columns.stream().map(Translator::quote).collect(Collectors.joining(", ")) + ")";
            for (int i = 0; i < columns.size(); i++) {
                definitions.set(i, definitions.get(i).renamed(columns.get(i)));
            }
        }
        String physical = session.database().createView(select, definitions);
        session.transaction().made(physical);
        session.catalog().add(name, "V ", physical, "CREATE VIEW " + name + " AS " + select);
    }

    private void createIndex(TokenCursor cursor) throws SQLException {
        boolean unique = cursor.accept("UNIQUE");
        boolean clustered = TableParser.clustered(cursor, false);
        cursor.expect("INDEX");
        String index = cursor.name();
        cursor.expect("ON");
        Catalog.Entry table = table(cursor.objectName());
        cursor.expectSymbol("(");
        List<TableDefinition.KeyColumn> columns = TableParser.keyColumns(cursor.parenthesized());
        if (cursor.accept("INCLUDE")) {
            cursor.expectSymbol("(");
            cursor.parenthesized();
        }
        TableParser.storage(cursor);
        TableDefinition definition = session.catalog().definition(table);
        new Rebuild(session).run(table, definition.with(new Key(index, Key.Kind.INDEX, unique, clustered, columns)));
    }

    private Catalog.Entry table(ObjectName name) {
        return session.catalog()
                .find(name)
                .filter(Catalog.Entry::isTable)
                .orElseThrow(() -> ServerError.of(
                        4902,
                        "Cannot find the object \"" + name
                                + "\" because it does not exist or you do not have permissions."));
    }

    private void alter(TokenCursor cursor) throws SQLException {
        command = ALTER;
        if (cursor.accept("SCHEMA")) {
            String schema = cursor.name();
            cursor.expect("TRANSFER");
            session.catalog().move(session.catalog().require(cursor.objectName()), schema);
            return;
        }
        cursor.expect("TABLE");
        ObjectName name = cursor.objectName();
        Catalog.Entry table = table(name);
        TableDefinition definition = session.catalog().definition(table);
        if (cursor.accept("WITH")) {
            cursor.next();
        }
        if (cursor.accept("ADD")) {
            definition = new TableParser(name.name(), names, definition).add(cursor.rest());
        } else if (cursor.accept("ALTER", "COLUMN")) {
            definition = alterColumn(cursor, definition);
        } else if (cursor.accept("DROP", "COLUMN")) {
            cursor.accept("IF", "EXISTS");
            definition = definition.without(cursor.name());
        } else if (cursor.accept("DROP")) {
            cursor.accept("CONSTRAINT");
            cursor.accept("IF", "EXISTS");
            definition = definition.withoutKey(cursor.name());
        } else if (cursor.accept("REBUILD") || cursor.accept("SET") || cursor.accept("CHECK")) {
            cursor.rest();
            return;
        } else {
            throw cursor.unexpected();
        }
        new Rebuild(session).run(table, definition);
    }

    private static TableDefinition alterColumn(TokenCursor cursor, TableDefinition definition) {
        String name = cursor.name();
        TableDefinition.Column old = definition
                .column(name)
                .orElseThrow(() -> ServerError.of(
                        4924, "ALTER TABLE ALTER COLUMN failed because column '" + name + "' does not exist."));
        TableDefinition parsed = new TableParser(name, null, TableParser.empty()).add(concat(name, cursor.rest()));
        TableDefinition.Column column = parsed.columns().getFirst();
        return definition.replaced(
                name,
                new TableDefinition.Column(
                        old.name(), column.type(), column.nullable(), old.identity(), old.defaultValue(), null));
    }

    private static List<Token> concat(String name, List<Token> rest) {
        List<Token> tokens = new java.util.ArrayList<>(List.of(new Token(Token.Kind.QUOTED, name, 0, 0)));
        tokens.addAll(rest);
        return tokens;
    }

    private void drop(TokenCursor cursor) throws SQLException {
        command = DROP;
        String kind = cursor.next().keyword();
        boolean ifExists = cursor.accept("IF", "EXISTS");
        switch (kind) {
            case "TABLE", "VIEW" -> {
                do {
                    dropObject(kind, cursor.objectName(), ifExists);
                } while (cursor.acceptSymbol(","));
            }
            case "SCHEMA" -> {
                String schema = cursor.name();
                try {
                    session.catalog().removeSchema(schema);
                } catch (ServerError e) {
                    if (!ifExists) {
                        throw e;
                    }
                }
            }
            case "INDEX" -> {
                String index = cursor.name();
                cursor.expect("ON");
                Catalog.Entry table = table(cursor.objectName());
                new Rebuild(session)
                        .run(table, session.catalog().definition(table).withoutKey(index));
            }
            default -> throw cursor.unexpected();
        }
    }

    private void dropObject(String kind, ObjectName name, boolean ifExists) throws SQLException {
        Catalog.Entry entry = session.catalog().find(name).orElse(null);
        if (entry != null && entry.isTable() == kind.equals("TABLE")) {
            session.catalog().remove(entry);
            session.transaction().dropped(entry.physical());
        } else if (!ifExists) {
            throw new ServerError(
                    3701,
                    5,
                    11,
                    "Cannot drop the " + kind.toLowerCase(java.util.Locale.ROOT) + " '" + name.name()
                            + "', because it does not exist or you do not have permission.");
        }
    }

    private void truncate(TokenCursor cursor) throws SQLException {
        cursor.expect("TABLE");
        Catalog.Entry table = session.catalog().require(cursor.objectName());
        new Rebuild(session).empty(table);
    }
}
