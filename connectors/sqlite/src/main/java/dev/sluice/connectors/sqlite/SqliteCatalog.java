package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sqlite.core.Codes;

/** What a database file says about its tables. */
final class SqliteCatalog {
    /** What a table keeps whose values SQLite holds to their columns' types. */
    static final String STRICT = "strict";

    private static final int HIDDEN = 1;
    /** What a CREATE TABLE may say that a table of ours doesn't, besides what the catalog lists. */
    private static final Pattern BEYOND_COLUMNS = Pattern.compile(
            "\\b(CHECK|COLLATE|DEFAULT|AUTOINCREMENT|CONFLICT|STRICT|WITHOUT)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile(
            "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`(?:[^`]|``)*`|\\[[^\\]]*\\]|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private final Connection connection;

    SqliteCatalog(Connection connection) {
        this.connection = connection;
    }

    /** Every table and view that a user made. */
    List<CatalogStream> streams() throws SQLException {
        record Entry(String name, String type) {}
        List<Entry> entries = Statements.query(
                connection,
                "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow'"
                        + " AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
                row -> new Entry(row.getString(1), row.getString(2)));
        List<CatalogStream> streams = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.name().startsWith(Staging.RESERVED_PREFIX)) {
                Kind kind = switch (entry.type()) {
                    case "table" -> Kind.TABLE;
                    case "view" -> Kind.VIEW;
                    default -> Kind.OTHER;
                };
                streams.add(stream(entry.name(), kind));
            }
        }
        return streams;
    }

    /**
     * A view of what is gone has no columns, and so has a virtual table whose module isn't loaded: whoever reads the rest
     * can leave them out.
     */
    private CatalogStream stream(String name, Kind kind) throws SQLException {
        try {
            return CatalogStream.of(StreamName.of(name), kind, schema(name, kind));
        } catch (SQLException e) {
            if (kind == Kind.TABLE || e.getErrorCode() != Codes.SQLITE_ERROR) {
                throw e;
            }
            return new CatalogStream(StreamName.of(name), kind, Schema.of(), -1, e.getMessage(), "");
        }
    }

    private Schema schema(String table, Kind kind) throws SQLException {
        if (kind == Kind.VIEW) {
            // the catalog calls what has no declared type there BLOB
            return Schema.of(SqliteQuery.fields(connection, "SELECT * FROM " + new SqliteDialect().quote(table)));
        }
        List<Column> columns = columns(table);
        List<Field> fields =
                columns.stream().map(column -> column.toTableColumn("").field()).toList();
        return new Schema(fields, primaryKey(columns));
    }

    Optional<Table> table(String name) throws SQLException {
        record Entry(String name, String type, String sql) {}
        Optional<Entry> entry = Statements.query(
                        connection,
                        "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')"
                                + " AND name = ? COLLATE NOCASE",
                        row -> new Entry(row.getString(1), row.getString(2), row.getString(3)),
                        name)
                .stream()
                .findFirst();
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String exact = entry.get().name();
        boolean isView = entry.get().type().equals("view");
        List<Column> columns = columns(exact);
        Map<String, String> collations = collations(exact);
        return Optional.of(new Table(
                StreamName.of(exact),
                isView,
                columns.stream()
                        .map(column -> column.toTableColumn(collations.getOrDefault(column.name(), "")))
                        .toList(),
                primaryKey(columns),
                isView ? List.of() : keeps(exact, entry.get().sql(), columns),
                uniqueKeys(exact)));
    }

    /** A part of an index that isn't a column is an empty name. */
    private List<List<String>> uniqueKeys(String table) throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        Statements.query(
                        connection,
                        "SELECT i.name, coalesce(c.name, '') FROM pragma_index_list(?) AS i,"
                                + " pragma_index_info(i.name) AS c WHERE i.\"unique\" = 1 AND i.partial = 0"
                                + " AND i.origin <> 'pk' ORDER BY i.seq, c.seqno",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        table)
                .forEach(column -> indexes.computeIfAbsent(column.getKey(), name -> new ArrayList<>())
                        .add(column.getValue()));
        return List.copyOf(indexes.values());
    }

    /** The collations of unique indexes, which alone can be asked for; that of the primary key comes first. */
    private Map<String, String> collations(String table) throws SQLException {
        Map<String, String> collations = new HashMap<>();
        Statements.query(
                        connection,
                        "SELECT c.name, c.coll FROM pragma_index_list(?) AS i, pragma_index_xinfo(i.name) AS c"
                                + " WHERE i.\"unique\" = 1 AND i.partial = 0 AND c.key = 1 AND c.name IS NOT NULL"
                                + " ORDER BY i.origin <> 'pk', i.seq",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        table)
                .forEach(column -> collations.putIfAbsent(column.getKey(), column.getValue()));
        collations.values().removeIf("BINARY"::equalsIgnoreCase);
        return collations;
    }

    /** A name by which the rowid can be asked for; empty for tables without one, views and virtual tables. */
    Optional<String> rowid(String table) throws SQLException {
        long withRowid = Statements.queryLong(
                connection,
                "SELECT count(*) FROM pragma_table_list"
                        + " WHERE schema = 'main' AND type = 'table' AND wr = 0 AND name = ?",
                table);
        if (withRowid == 0) {
            return Optional.empty();
        }
        List<String> taken = columns(table).stream().map(Column::name).toList();
        return List.of("rowid", "_rowid_", "oid").stream()
                .filter(alias -> taken.stream().noneMatch(alias::equalsIgnoreCase))
                .findFirst();
    }

    /** @param isRowid whether it is another name of the rowid, which is never null */
    private record Column(
            String name,
            String type,
            boolean required,
            boolean hasDefault,
            int keyPosition,
            int hidden,
            boolean isRowid) {
        /** @param collation by which its values are unique, where they are compared by more than their bytes */
        TableColumn toTableColumn(String collation) {
            boolean generated = hidden > HIDDEN;
            return new TableColumn(
                    name,
                    DeclaredType.parse(type).toLogical(),
                    type,
                    !required && !isRowid,
                    !required || hasDefault || generated || isRowid,
                    generated,
                    collation);
        }
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = Statements.query(
                connection,
                "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden, pk = 1 AND type = 'INTEGER'"
                        // any other key is an index
                        + " COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')"
                        + " FROM pragma_table_xinfo(?1) ORDER BY cid",
                row -> new Column(
                        row.getString(1),
                        row.getString(2).replaceAll("(?i)\\s*GENERATED ALWAYS$", ""),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getBoolean(7)),
                table);
        return columns.stream().filter(column -> column.hidden() != HIDDEN).toList();
    }

    private static List<String> primaryKey(List<Column> columns) {
        return columns.stream()
                .filter(column -> column.keyPosition() > 0)
                .sorted(Comparator.comparingInt(Column::keyPosition))
                .map(Column::name)
                .toList();
    }

    private List<String> keeps(String table, String sql, List<Column> columns) throws SQLException {
        List<String> keeps = new ArrayList<>(Statements.query(
                connection,
                "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
                        + " AND tbl_name = ? COLLATE NOCASE ORDER BY type, name",
                row -> row.getString(1),
                table));
        keeps.addAll(Statements.query(
                connection,
                "SELECT 'unique constraint' FROM pragma_index_list(?) WHERE origin = 'u'",
                row -> row.getString(1),
                table));
        keeps.addAll(Statements.query(
                connection,
                "SELECT DISTINCT 'foreign key to ' || \"table\" FROM pragma_foreign_key_list(?)",
                row -> row.getString(1),
                table));
        keeps.addAll(Statements.query(
                connection,
                "SELECT DISTINCT 'foreign key from ' || other.name FROM sqlite_schema AS other,"
                        + " pragma_foreign_key_list(other.name) AS key"
                        + " WHERE other.type = 'table' AND key.\"table\" = ?1 COLLATE NOCASE AND other.name <> ?1",
                row -> row.getString(1),
                table));
        columns.stream()
                .filter(column -> column.hidden() > HIDDEN)
                .forEach(column -> keeps.add("generated column " + column.name()));
        BEYOND_COLUMNS
                .matcher(QUOTED.matcher(sql).replaceAll(" "))
                .results()
                .map(found -> found.group().toLowerCase(Locale.ROOT))
                .distinct()
                .forEach(word -> keeps.add(word.equals("without") ? "without rowid" : word));
        return keeps;
    }
}
