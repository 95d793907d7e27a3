package dev.sluice.connectors.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.CommitResult;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets whose keys are equal though they aren't spelt the same. */
class CollatedKeysTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("k", Type.STRING), Field.of("v", Type.STRING)), List.of("k"));

    @TempDir
    Path folder;

    private static RecordBatch rows(String... keysAndValues) {
        BatchBuilder builder = new BatchBuilder(SCHEMA, keysAndValues.length / 2);
        for (int i = 0; i < keysAndValues.length; i++) {
            Values.append(Type.STRING, builder.column(i % 2), keysAndValues[i]);
        }
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY, v TEXT)",
                "CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY, v TEXT) WITHOUT ROWID",
                "CREATE TABLE t (k TEXT COLLATE NOCASE NOT NULL UNIQUE, v TEXT)",
                "CREATE TABLE t (k TEXT NOT NULL, v TEXT); CREATE UNIQUE INDEX i ON t (k COLLATE NOCASE)"
            })
    void stagedKeysAreComparedAsTheTargetComparesThem(String definition) throws Exception {
        Fixture db = new Fixture(folder);
        db.run(definition.split("; "));
        db.run("INSERT INTO t VALUES ('B', 'old'), ('C', 'kept')");
        CommitResult result =
                db.write(db.writeRequest("t", SCHEMA, WriteMode.MERGE), rows("A", "first", "b", "new", "a", "last"));

        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(2);
        assertThat(db.query("SELECT k, v FROM t ORDER BY lower(k)"))
                .containsExactly(List.of("a", "last"), List.of("B", "new"), List.of("C", "kept"));
    }
}
