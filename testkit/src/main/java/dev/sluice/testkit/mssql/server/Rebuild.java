package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Identity;
import dev.sluice.testkit.mssql.tsql.Translator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a table by filling a new one and giving it the old one's name: H2's own DDL would commit the transaction, and a
 * rollback has to bring the old table back.
 */
final class Rebuild {
    private final Session session;

    Rebuild(Session session) {
        this.session = session;
    }

    /** Columns keep their values by name. */
    void run(Catalog.Entry table, TableDefinition definition) throws SQLException {
        run(table, definition, "", "");
    }

    void renameColumn(Catalog.Entry table, String from, String to) throws SQLException {
        TableDefinition old = session.catalog().definition(table);
        Column column = old.column(from).orElseThrow();
        run(table, old.replaced(from, column.renamed(to)), from, to);
    }

    /** The same table without rows; identities start again. */
    void empty(Catalog.Entry table) throws SQLException {
        replace(table, session.catalog().definition(table));
    }

    private void run(Catalog.Entry table, TableDefinition definition, String from, String to) throws SQLException {
        TableDefinition old = session.catalog().definition(table);
        TableDefinition moved = definition;
        for (Column column : definition.columns()) {
            if (column.identity() != null && old.column(column.name()).isPresent()) {
                moved = moved.replaced(column.name(), continued(table, column));
            }
        }
        List<String> targets = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Column column : moved.columns()) {
            String source = column.name().equals(to) ? from : column.name();
            boolean kept = old.column(source).isPresent();
            if (column.computed() == null && (kept || column.nullable())) {
                targets.add(Translator.quote(column.name()));
                values.add(kept ? Translator.quote(source) : "NULL");
            }
        }
        String physical = replace(table, moved);
        try (Statement copy = session.connection().createStatement()) {
            copy.executeLargeUpdate("INSERT INTO \"data\"." + physical + " (" + String.join(", ", targets) + ") SELECT "
                    + String.join(", ", values) + " FROM " + table.h2());
        }
    }

    private String replace(Catalog.Entry table, TableDefinition definition) throws SQLException {
        String physical = session.database().create(definition);
        session.transaction().made(physical);
        session.catalog().replace(table, physical);
        session.transaction().dropped(table.physical());
        return physical;
    }

    /** The column with an identity that goes on behind the largest value. */
    private Column continued(Catalog.Entry table, Column column) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet max = statement.executeQuery(
                        "SELECT MAX(" + Translator.quote(column.name()) + ") FROM " + table.h2())) {
            long next = column.identity().seed();
            if (max.next() && max.getObject(1) != null) {
                next = max.getLong(1) + column.identity().increment();
            }
            Identity identity = new Identity(next, column.identity().increment());
            return new Column(column.name(), column.type(), false, identity, null, null);
        }
    }
}
