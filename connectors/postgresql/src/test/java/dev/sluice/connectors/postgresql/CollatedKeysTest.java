package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.CommitResult;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets whose keys are equal though they aren't spelt the same. */
class CollatedKeysTest {
    private TestingDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingPostgres.shared().createDatabase();
        rig = new Rig(database);
        database.execute("create schema \"of my own\"", """
            create collation "of my own"."any case"
              (provider = icu, locale = 'und-u-ks-level2', deterministic = false)\
            """);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private static Schema schema(Type key) {
        return new Schema(List.of(Field.required("k", key), Field.of("v", Type.STRING)), List.of("k"));
    }

    private static RecordBatch rows(Schema schema, String... keysAndValues) {
        BatchBuilder builder = new BatchBuilder(schema, keysAndValues.length / 2);
        for (int i = 0; i < keysAndValues.length; i++) {
            Values.append(schema.type(i % 2), builder.column(i % 2), keysAndValues[i]);
        }
        return builder.build();
    }

    @Test
    void stagedKeysAreComparedAsTheTargetComparesThem() throws Exception {
        database.execute(
                "create table t (k text collate \"of my own\".\"any case\" primary key, v text)",
                "insert into t values ('B', 'old'), ('C', 'kept')");
        Schema schema = schema(Type.STRING);
        CommitResult result =
                rig.write("t", schema, WriteMode.MERGE, List.of(rows(schema, "A", "first", "b", "new", "a", "last")));

        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(2);
        assertThat(database.query("select k, v from t order by k"))
                .containsExactly(List.of("a", "last"), List.of("B", "new"), List.of("C", "kept"));
    }

    @Test
    void aColumnKeepsItsCollationWhenItGetsLonger() throws Exception {
        database.execute("create table t (k varchar(3) collate \"of my own\".\"any case\" primary key, v text)");
        Field declared = new Field("k", new Type.Text(5), false, "character varying(5)", "");
        Schema schema = new Schema(List.of(declared, Field.of("v", Type.STRING)), List.of("k"));
        rig.write("t", schema, WriteMode.MERGE, List.of(rows(schema, "ABCDE", "first")));
        rig.write("t", schema, WriteMode.MERGE, List.of(rows(schema, "abcde", "last")));

        assertThat(database.query("select k, v from t")).containsExactly(List.of("ABCDE", "last"));
    }
}
