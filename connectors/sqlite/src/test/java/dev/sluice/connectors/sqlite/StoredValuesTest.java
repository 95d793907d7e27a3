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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        List<TypeMatrix.Sample> samples = new SqliteSystem(folder)
                .matrix().samples().stream()
                        .filter(sample -> !Type.isNested(sample.type()))
                        .filter(sample -> DeclaredType.parse(declared)
                                .accept(Field.of("x", sample.type()), declared)
                                .isPresent())
                        .toList();
        assertThat(samples).isNotEmpty();
        String columns = samples.stream()
                .map(sample -> sample.name() + " " + declared)
                .collect(Collectors.joining(", ", " (", ")"));
        db.run("CREATE TABLE loaded" + columns, "CREATE TABLE inserted" + columns);
        Schema schema = Schema.of(samples.stream()
                .map(sample -> Field.of(sample.name(), sample.type()))
                .toList());
        RecordBatch batch = Fixture.batch(schema, rows(samples));
        db.write(db.writeRequest("loaded", schema, WriteMode.APPEND), batch);
        insert(batch);

        for (TypeMatrix.Sample sample : samples) {
            String stored = "SELECT typeof(%1$s), quote(%1$s), hex(%1$s) FROM ".formatted(sample.name());
            assertThat(db.query(stored + "loaded ORDER BY rowid"))
                    .as(sample.type() + " in " + declared)
                    .isEqualTo(db.query(stored + "inserted ORDER BY rowid"));
        }
        String payload = "SELECT sum(payload) FROM dbstat WHERE name = ";
        assertThat(db.query(payload + "'loaded'")).isEqualTo(db.query(payload + "'inserted'"));
    }

    /** Each sample in its column, and null where it has no more. */
    private static Object[][] rows(List<TypeMatrix.Sample> samples) {
        int most = samples.stream()
                .mapToInt(sample -> sample.values().size())
                .max()
                .orElseThrow();
        Object[][] rows = new Object[most + 1][samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            List<Object> values = samples.get(i).values();
            for (int row = 0; row < values.size(); row++) {
                rows[row][i] = values.get(row);
            }
        }
        return rows;
    }

    private void insert(RecordBatch batch) throws SQLException {
        int columns = batch.schema().size();
        String parameters = IntStream.range(0, columns)
                .mapToObj(i -> "iif(?" + (2 * i + 2) + ", CAST(?" + (2 * i + 1) + " AS TEXT), ?" + (2 * i + 1) + ")")
                .collect(Collectors.joining(", ", "(", ")"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + db.path);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO inserted VALUES " + parameters)) {
            connection.setAutoCommit(false);
            for (int row = 0; row < batch.rowCount(); row++) {
                for (int i = 0; i < columns; i++) {
                    bind(insert, 2 * i + 1, batch.schema().type(i), batch.column(i), row);
                }
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static void bind(PreparedStatement insert, int index, Type type, Column column, int row)
            throws SQLException {
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
        insert.setObject(index, value);
        insert.setBoolean(index + 1, isText);
    }
}
