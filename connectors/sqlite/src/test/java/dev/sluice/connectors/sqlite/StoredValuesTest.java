package dev.sluice.connectors.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueWriter;
import dev.sluice.testkit.data.TypeMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load stores values as an INSERT would, whatever the column is declared as. */
class StoredValuesTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INTEGER",
                "BIGINT",
                "BOOLEAN",
                "REAL",
                "DOUBLE PRECISION",
                "FLOAT4",
                "DECIMAL(15,2)",
                "NUMERIC",
                "DECIMAL_TEXT",
                "TEXT",
                "VARCHAR(9)",
                "BLOB",
                "BINARY",
                "JSON_TEXT",
                "UUID",
                "DATE",
                "TIME(9)",
                "TIMESTAMP(9)",
                "TIMESTAMP_TZ(9)",
                "DURATION_TEXT"
            })
    void aColumnStoresValuesAsAnInsertWould(String declared) throws Exception {
        List<Type> tried = new ArrayList<>();
        for (TypeMatrix.Sample sample : new SqliteSystem(folder).matrix().samples()) {
            Field field = Field.of("x", sample.type());
            if (DeclaredType.parse(declared).accept(field, declared).isPresent() && !Type.isNested(sample.type())) {
                assertStoredAsByInsert(declared, field, sample.values());
                tried.add(sample.type());
            }
        }
        assertThat(tried).isNotEmpty();
    }

    private void assertStoredAsByInsert(String declared, Field field, List<Object> values) throws Exception {
        Schema schema = Schema.of(field);
        RecordBatch batch = Fixture.batch(
                schema,
                Stream.concat(values.stream(), Stream.of((Object) null))
                        .map(value -> new Object[] {value})
                        .toArray(Object[][]::new));
        Files.deleteIfExists(db.path);
        db.run("CREATE TABLE t (x " + declared + ")", "CREATE TABLE expected (x " + declared + ")");
        db.write(db.writeRequest("t", schema, WriteMode.APPEND), batch);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db.path);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO expected VALUES (iif(?2, CAST(?1" + " AS TEXT), ?1))")) {
            for (int row = 0; row < batch.rowCount(); row++) {
                bind(insert, field.type(), batch.column(0), row);
            }
        }
        String stored = "SELECT typeof(x), quote(x), hex(x) FROM ";
        assertThat(db.query(stored + "t ORDER BY rowid"))
                .as(field.type() + " in " + declared)
                .isEqualTo(db.query(stored + "expected ORDER BY rowid"));
        String payload = "SELECT sum(payload) FROM dbstat WHERE name = ";
        assertThat(db.query(payload + "'t'")).isEqualTo(db.query(payload + "'expected'"));
    }

    private static void bind(PreparedStatement insert, Type type, Column column, int row) throws SQLException {
        boolean isText = false;
        Object value = Values.get(type, column, row);
        if (value != null && type instanceof Type.Simple simple) {
            switch (simple) {
                case BOOLEAN, INT8, INT16, INT32, INT64, FLOAT64, BINARY -> {}
                case FLOAT32 -> value = ((Float) value).doubleValue();
                default -> isText = true;
            }
        } else {
            isText = value != null;
        }
        if (isText) {
            ByteSink text = new ByteSink(64);
            ValueWriter.of(type).write(column, row, text);
            value = text.toByteArray();
        }
        insert.setObject(1, value);
        insert.setBoolean(2, isText);
        insert.executeUpdate();
    }
}
