package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.sqlite.pages.StoredRow;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.sqlite.core.Codes;

/** What becomes of values that aren't of their column's type: the run ends, the value becomes NULL, or its row is set aside. */
final class ReadRefusals {
    private static final int LONGEST_VALUE_SHOWN = 60;

    private final SqliteDialect dialect = new SqliteDialect();
    private final Schema schema;
    private final String stream;
    private final boolean hasRowid;
    private final RowErrors errors;

    ReadRefusals(ReadRequest request, boolean hasRowid, BatchOutput out) {
        this.schema = request.schema();
        this.stream = "SQLite " + request.stream().kind().name().toLowerCase(Locale.ROOT) + " '"
                + request.stream().name() + "'";
        this.hasRowid = hasRowid;
        this.errors = out.rowErrors();
    }

    /**
     * Decides on a value.
     *
     * @param position of the row in its split, from 0
     * @return whether the row is left out; otherwise the value is to be NULL
     */
    boolean setsAside(StoredRow row, int column, long position) throws SQLException {
        Field field = schema.field(column);
        BadRow bad = new BadRow(
                hasRowid ? stream + ", rowid " + row.rowid() : stream,
                0,
                hasRowid ? -1 : position,
                field.name(),
                ErrorCode.VALUE_REFUSED,
                reason(row, column, field),
                errors.policy() == OnError.FAIL ? new byte[0] : json(row));
        return errors.setsAside(bad, field.nullable());
    }

    private String reason(StoredRow row, int column, Field field) throws SQLException {
        String name = dialect.quote(field.name());
        String value = describe(row, column);
        boolean broken = row.storage(column) == Codes.SQLITE_TEXT && !Cell.isUtf8(row);
        return "the " + value
                + (broken
                        ? " is not UTF-8"
                        : " is not a value of the column's type " + field.type()
                                + (field.nativeType().isEmpty() ? "" : " (declared " + field.nativeType() + ")"))
                + ". Correct it, set on_error, or read the stream as a query that casts: SELECT "
                + (broken ? "hex(" + name + ")" : "CAST(" + name + " AS TEXT)") + " AS " + name + ", …";
    }

    private static String describe(StoredRow row, int column) throws SQLException {
        switch (row.storage(column)) {
            case Codes.SQLITE_INTEGER -> {
                return "INTEGER value '" + row.integer(column) + "'";
            }
            case Codes.SQLITE_FLOAT -> {
                return "REAL value '" + row.real(column) + "'";
            }
            default -> row.locate(column);
        }
        if (row.storage(column) == Codes.SQLITE_BLOB) {
            return "BLOB value of " + row.length() + " bytes";
        }
        String text = new String(row.bytes(), row.start(), row.length(), StandardCharsets.UTF_8);
        String shown = text.length() <= LONGEST_VALUE_SHOWN ? text : text.substring(0, LONGEST_VALUE_SHOWN) + "…";
        return "TEXT value '" + shown + "'";
    }

    private byte[] json(StoredRow row) throws SQLException {
        ByteSink json = new ByteSink(256);
        for (int i = 0; i < schema.size(); i++) {
            json.writeAscii(i == 0 ? "{" : ",");
            writeString(json, schema.field(i).name());
            json.writeAscii(":");
            switch (row.storage(i)) {
                case Codes.SQLITE_NULL -> json.writeAscii("null");
                case Codes.SQLITE_INTEGER -> json.writeAscii(Long.toString(row.integer(i)));
                case Codes.SQLITE_FLOAT -> writeReal(json, row.real(i));
                default -> writeBytes(json, row, i);
            }
        }
        json.writeAscii("}");
        return json.toByteArray();
    }

    private static void writeReal(ByteSink json, double value) {
        if (Double.isFinite(value)) {
            json.writeAscii(Double.toString(value));
        } else {
            writeString(json, Double.toString(value));
        }
    }

    private static void writeBytes(ByteSink json, StoredRow row, int column) throws SQLException {
        row.locate(column);
        if (row.storage(column) == Codes.SQLITE_BLOB) {
            byte[] bytes = Arrays.copyOfRange(row.bytes(), row.start(), row.end());
            writeString(json, Base64.getEncoder().encodeToString(bytes));
        } else {
            writeString(json, new String(row.bytes(), row.start(), row.length(), StandardCharsets.UTF_8));
        }
    }

    private static void writeString(ByteSink json, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        JsonWriter.writeString(json, utf8, 0, utf8.length);
    }
}
