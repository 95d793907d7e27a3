package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.Translator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** The names of tables and views, in the transaction of one session: what it changes, a rollback takes back. */
final class Catalog {
    private static final String FIND = "SELECT o.object_id, o.type, o.physical FROM \"sys\".SLUICE_OBJECTS o"
            + " JOIN \"sys\".SLUICE_SCHEMAS s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ?";

    private final Database database;
    private final Connection connection;
    private final int session;

    Catalog(Database database, Connection connection, int session) {
        this.database = database;
        this.connection = connection;
        this.session = session;
    }

    /** A table or view. */
    record Entry(int id, boolean isTable, String physical) {
        String h2() {
            return "\"data\"." + physical;
        }
    }

    /** The name that H2 has for what T-SQL names. */
    String h2(ObjectName name) {
        if (name.schema().equalsIgnoreCase("sys") && database.hasSystemView(name.name())) {
            return "\"sys\"." + Translator.quote(name.name());
        }
        if (name.schema().equalsIgnoreCase("INFORMATION_SCHEMA") && database.hasSystemView("IS_" + name.name())) {
            return "\"sys\"." + Translator.quote("IS_" + name.name());
        }
        return require(name).h2();
    }

    Entry require(ObjectName name) {
        return find(name).orElseThrow(() -> ServerError.of(208, "Invalid object name '" + shown(name) + "'."));
    }

    private static String shown(ObjectName name) {
        return name.schema().equals("dbo") ? name.name() : name.toString();
    }

    Optional<Entry> find(ObjectName name) {
        if (!name.database().isEmpty() && !name.database().equalsIgnoreCase(database.name())) {
            return Optional.empty();
        }
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, name.schema());
            find.setString(2, local(name.name()));
            try (ResultSet result = find.executeQuery()) {
                return result.next()
                        ? Optional.of(
                                new Entry(result.getInt(1), result.getString(2).startsWith("U"), result.getString(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    TableDefinition definition(Entry entry) {
        return database.definition(entry.physical());
    }

    /** A temporary table is the session's own. */
    private String local(String name) {
        return name.startsWith("#") && !name.startsWith("##") ? name + "__" + session : name;
    }

    void dropTemporary() throws SQLException {
        change("DELETE FROM \"sys\".SLUICE_OBJECTS WHERE name LIKE ? ESCAPE '!'", "#%!_!_" + session);
    }

    void add(ObjectName name, String type, String physical, String definition) throws SQLException {
        int schema = schema(name.schema());
        if (find(name).isPresent()) {
            throw new ServerError(
                    2714, 6, 16, "There is already an object named '" + name.name() + "' in the database.");
        }
        change(
                "INSERT INTO \"sys\".SLUICE_OBJECTS (object_id, schema_id, name, type, physical, definition)"
                        + " VALUES (NEXT VALUE FOR \"sys\".OBJECT_IDS, ?, ?, ?, ?, ?)",
                schema,
                local(name.name()),
                type,
                physical,
                definition);
    }

    int schema(String name) throws SQLException {
        try (PreparedStatement find =
                connection.prepareStatement("SELECT schema_id FROM \"sys\".SLUICE_SCHEMAS WHERE name = ?")) {
            find.setString(1, name);
            try (ResultSet result = find.executeQuery()) {
                if (result.next()) {
                    return result.getInt(1);
                }
            }
        }
        throw ServerError.of(
                2760,
                "The specified schema name \"" + name
                        + "\" either does not exist or you do not have permission to use it.");
    }

    void addSchema(String name) throws SQLException {
        try {
            schema(name);
        } catch (ServerError e) {
            change(
                    "INSERT INTO \"sys\".SLUICE_SCHEMAS"
                            + " SELECT CASE WHEN MAX(schema_id) < 5 THEN 5 ELSE MAX(schema_id) + 1 END, ?"
                            + " FROM \"sys\".SLUICE_SCHEMAS",
                    name);
            return;
        }
        throw new ServerError(2714, 6, 16, "There is already an object named '" + name + "' in the database.");
    }

    void removeSchema(String name) throws SQLException {
        change("DELETE FROM \"sys\".SLUICE_SCHEMAS WHERE schema_id = ?", schema(name));
    }

    void rename(Entry entry, String name) throws SQLException {
        change("UPDATE \"sys\".SLUICE_OBJECTS SET name = ? WHERE object_id = ?", local(name), entry.id());
    }

    void move(Entry entry, String schema) throws SQLException {
        change("UPDATE \"sys\".SLUICE_OBJECTS SET schema_id = ? WHERE object_id = ?", schema(schema), entry.id());
    }

    void replace(Entry entry, String physical) throws SQLException {
        change("UPDATE \"sys\".SLUICE_OBJECTS SET physical = ? WHERE object_id = ?", physical, entry.id());
    }

    void remove(Entry entry) throws SQLException {
        change("DELETE FROM \"sys\".SLUICE_OBJECTS WHERE object_id = ?", entry.id());
        change("DELETE FROM \"sys\".extended_properties WHERE major_id = ?", entry.id());
    }

    ServerError translate(SQLException error) {
        return H2Errors.translate(error, database, connection);
    }

    /** What a message calls a physical table, as the session sees it. */
    static String nameOf(Connection connection, String physical) {
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT s.name || '.' || o.name FROM \"sys\".SLUICE_OBJECTS o JOIN \"sys\".SLUICE_SCHEMAS s"
                        + " ON s.schema_id = o.schema_id WHERE o.physical = ?")) {
            find.setString(1, physical);
            try (ResultSet result = find.executeQuery()) {
                return result.next() ? result.getString(1) : physical;
            }
        } catch (SQLException e) {
            return physical;
        }
    }

    void change(String sql, Object... values) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    change.setNull(i + 1, Types.VARCHAR);
                } else {
                    change.setObject(i + 1, values[i]);
                }
            }
            change.executeUpdate();
        }
    }
}
