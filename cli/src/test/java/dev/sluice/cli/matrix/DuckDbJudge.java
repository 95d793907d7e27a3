package dev.sluice.cli.matrix;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** DuckDB, for CSV, whose fields are texts to it, and for Parquet. */
record DuckDbJudge(String format) implements Judge {
    @Override
    public List<List<Object>> rows(List<byte[]> files, Schema schema) throws Exception {
        Path folder = Files.createTempDirectory("judged");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            List<List<Object>> rows = new ArrayList<>();
            for (byte[] file : files) {
                Path path = Files.write(folder.resolve("file." + format), file);
                String from = format.equals("csv") ? csv(path, schema) : "'" + path + "'";
                String columns =
                        schema.fields().stream().map(field -> expression(field)).collect(Collectors.joining(", "));
                try (ResultSet result = statement.executeQuery("select " + columns + " from " + from)) {
                    while (result.next()) {
                        rows.add(row(schema, result));
                    }
                }
                Files.delete(path);
            }
            return rows;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        dev.sluice.testkit.Folders.delete(folder);
    }

    private static String csv(Path path, Schema schema) {
        String columns = schema.names().stream()
                .map(name -> "'" + name + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv('" + path + "', auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
                + " nullstr = '', allow_quoted_nulls = false, max_line_size = 16000000, buffer_size = 64000000,"
                + " columns = " + columns + ")";
    }

    /** Of Parquet's values what DuckDB's driver would convert itself, and could get wrong, comes as DuckDB's text. */
    private String expression(Field field) {
        String name = "\"" + field.name() + "\"";
        if (format.equals("csv")) {
            return name;
        }
        return switch (field.type()) {
            case Type.Timestamp clock -> "replace(" + name + "::varchar, ' ', 'T')";
            case Type.TimestampTz(int digits)
            when digits <= 6 -> "replace(make_timestamp(epoch_us(" + name + "))::varchar, ' ', 'T') || 'Z'";
            case Type.TimestampTz nanos ->
                "replace(make_timestamp_ns(epoch_ns(" + name + "))::varchar, ' ', 'T') || 'Z'";
            case Type.Simple.FLOAT32, Type.Simple.FLOAT64, Type.Simple.BINARY -> name;
            case Type type when Type.isNested(type) -> name;
            default -> name + "::varchar";
        };
    }

    private static List<Object> row(Schema schema, ResultSet result) throws SQLException {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Object value = schema.type(i) == Type.BINARY && !(result.getObject(i + 1) instanceof String)
                    ? result.getBytes(i + 1)
                    : result.getObject(i + 1);
            row.add(value(schema.type(i), value));
        }
        return row;
    }

    private static Object value(Type type, Object duckdb) throws SQLException {
        return switch (duckdb) {
            case Array array
            when type instanceof Type.ListOf(Type element) -> {
                List<Object> list = new ArrayList<>();
                for (Object item : (Object[]) array.getArray()) {
                    list.add(value(element, item));
                }
                yield list;
            }
            case Struct struct
            when type instanceof Type.Struct(List<Field> fields) -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (int i = 0; i < fields.size(); i++) {
                    members.put(fields.get(i).name(), value(fields.get(i).type(), struct.getAttributes()[i]));
                }
                yield members;
            }
            case Map<?, ?> map
            when type instanceof Type.MapOf(Type key, Type of) -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    entries.put(value(key, entry.getKey()), value(of, entry.getValue()));
                }
                yield entries;
            }
            case OffsetDateTime instant -> instant.toInstant();
            case null, default -> duckdb;
        };
    }
}
