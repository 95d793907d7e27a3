package dev.sluice.connectors.jdbc.refuse;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.regex.Pattern;

/** A row that is read from where it is staged, as a JSON object; values are written as the database's driver has them. */
public final class StagedRow {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private StagedRow() {}

    /** @param schema names and types of the row's first columns, in order */
    public static byte[] json(ResultSet row, Schema schema) throws SQLException {
        ByteSink json = new ByteSink(256);
        json.write('{');
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                json.write(',');
            }
            write(schema.field(i).name(), json);
            json.write(':');
            write(row, i + 1, schema.field(i), json);
        }
        json.write('}');
        return json.toByteArray();
    }

    private static void write(ResultSet row, int column, Field field, ByteSink json) throws SQLException {
        if (field.type() == Type.BINARY) {
            byte[] bytes = row.getBytes(column);
            writeOrNull(bytes == null ? null : Base64.getEncoder().encodeToString(bytes), json);
            return;
        }
        String text = row.getString(column);
        if (text == null) {
            json.writeAscii("null");
        } else if (field.type() == Type.BOOLEAN) {
            json.writeAscii(row.getBoolean(column) ? "true" : "false");
        } else if (isNumber(field.type()) && NUMBER.matcher(text).matches()) {
            json.writeAscii(text);
        } else {
            write(text, json);
        }
    }

    private static boolean isNumber(Type type) {
        return switch (type) {
            case Type.Simple simple ->
                switch (simple) {
                    case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, NUMERIC -> true;
                    default -> false;
                };
            case Type.Decimal decimal -> true;
            default -> false;
        };
    }

    private static void writeOrNull(String text, ByteSink json) {
        if (text == null) {
            json.writeAscii("null");
        } else {
            write(text, json);
        }
    }

    private static void write(String text, ByteSink json) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        JsonWriter.writeString(json, utf8, 0, utf8.length);
    }
}
