package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of other columns than those of the folder they are added to. */
class FolderColumnsTest {
    private static final Schema OLD = Schema.of(Field.of("id", Type.INT32), Field.of("name", Type.STRING));
    private static final Schema WIDER =
            Schema.of(Field.of("id", Type.INT64), Field.of("name", Type.STRING), Field.of("more", Type.DATE));
    private static final Schema NEW_COLUMN =
            Schema.of(Field.of("id", Type.INT32), Field.of("name", Type.STRING), Field.of("more", Type.STRING));

    private final LocalFileDestination destination = new LocalFileDestination();
    private int runs;

    @TempDir
    Path temporary;

    private WriteRequest request(Schema schema, SchemaChanges changes, WriteMode mode, Map<String, ?> options) {
        Map<String, Object> config = new HashMap<>(Map.of("format", "parquet", "overwrite", true));
        config.putAll(options);
        WriteRequest request = FileRuns.write("01JD%022d".formatted(++runs), temporary, config, mode);
        WriteRules rules = WriteRules.DEFAULT;
        return request.withSchema(schema)
                .withRules(new WriteRules(
                        rules.allowEmpty(), changes, rules.cursor(), rules.deletes(), rules.fingerprint()));
    }

    private WriteRequest append(Schema schema, SchemaChanges changes) {
        return request(schema, changes, WriteMode.APPEND, Map.of());
    }

    /** Plans a run and carries it out, with those of a row's values that the plan takes. */
    private WritePlan write(WriteRequest asked, Object... row) throws Exception {
        WritePlan plan = destination.plan(asked);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            if (!plan.columns().get(i).dropped()) {
                values.add(row[i]);
            }
        }
        WriteRequest request = asked.withSchema(plan.accepted(asked.schema()));
        BatchBuilder batch = new BatchBuilder(request.schema(), 1);
        for (int i = 0; i < values.size(); i++) {
            Values.append(request.schema().type(i), batch.column(i), values.get(i));
        }
        WriteHandle handle = destination.begin(request);
        CommitToken token = destination.write(
                new WriteTask(request, handle, 0, 1), FileRuns.input(request.schema(), List.of(batch.build())));
        destination.commit(request, handle, new Commit(List.of(token), ""));
        return plan;
    }

    private String manifest() throws Exception {
        return Files.readString(temporary.resolve("people/_sluice_manifest.json"));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA))
                .hasMessageContainingAll(parts);
    }

    @Test
    void contract16_newColumnsAreAddedAndTypesWidened() throws Exception {
        write(append(OLD, SchemaChanges.EVOLVE), 1, "one");
        WritePlan plan =
                write(append(WIDER, SchemaChanges.EVOLVE), 9_000_000_000L, "two", java.time.LocalDate.of(2026, 1, 2));
        write(append(OLD, SchemaChanges.EVOLVE), 3, "three");

        assertThat(plan.notes())
                .anyMatch(note -> note.contains("column 'more' is new"))
                .anyMatch(note -> note.contains("widened from int32 to int64"));
        assertThat(manifest()).contains("{\"id\":\"int64\",\"name\":\"string\",\"more\":\"date\"}");
        assertThat(FileRuns.rows(temporary.resolve("people")))
                .containsExactlyInAnyOrder(
                        Arrays.asList(1L, "one", null),
                        List.of(9_000_000_000L, "two", java.time.LocalDate.of(2026, 1, 2)),
                        Arrays.asList(3L, "three", null));
    }

    @Test
    void contract16_typesThatNoColumnHoldsAreRefusedBeforeDataMoves() throws Exception {
        write(append(OLD, SchemaChanges.EVOLVE), 1, "one");
        Schema other = Schema.of(Field.of("id", Type.STRING), Field.of("name", Type.STRING));
        for (SchemaChanges changes : SchemaChanges.values()) {
            assertRefused(
                    () -> destination.plan(append(other, changes)), "people", "column 'id' as int32", "it is string");
            assertRefused(() -> destination.begin(append(other, changes)), "column 'id'");
        }
    }

    @Test
    void aColumnOfTextFilesMayGetTheTypeThatTheirReaderInfers() throws Exception {
        Map<String, Object> csv = Map.of("format", "csv");
        write(request(OLD, SchemaChanges.EVOLVE, WriteMode.APPEND, csv), 1, "one");
        Schema other = Schema.of(Field.of("id", Type.STRING), Field.of("name", Type.STRING));

        write(request(other, SchemaChanges.EVOLVE, WriteMode.APPEND, csv), "x", "two");

        assertThat(manifest()).contains("\"id\":\"string\"");
        assertThat(FileRuns.rows(temporary.resolve("people")))
                .containsExactlyInAnyOrder(List.of("1", "one"), List.of("x", "two"));
    }

    @Test
    void filesWithoutNamesOfColumnsTakeNoOthers() throws Exception {
        Map<String, Object> bare = Map.of("format", "csv", "header", false);
        write(request(OLD, SchemaChanges.EVOLVE, WriteMode.APPEND, bare), 1, "one");
        Schema swapped = Schema.of(Field.of("name", Type.STRING), Field.of("id", Type.INT32));

        for (Schema other : List.of(NEW_COLUMN, swapped)) {
            assertRefused(
                    () -> destination.plan(request(other, SchemaChanges.EVOLVE, WriteMode.APPEND, bare)),
                    "'id', 'name', which",
                    "same order");
        }
        write(request(OLD, SchemaChanges.EVOLVE, WriteMode.APPEND, bare), 2, "two");
    }

    @Test
    void contract16_freezeRefusesEveryDifference() throws Exception {
        write(append(OLD, SchemaChanges.FREEZE), 1, "one");
        write(append(OLD, SchemaChanges.FREEZE), 2, "two");

        Schema fewer = Schema.of(Field.of("id", Type.INT32));
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.OVERWRITE)) {
            assertRefused(
                    () -> destination.plan(request(NEW_COLUMN, SchemaChanges.FREEZE, mode, Map.of())),
                    "no column 'more'",
                    "schema_changes: evolve");
            assertRefused(
                    () -> destination.plan(request(fewer, SchemaChanges.FREEZE, mode, Map.of())), "a column 'name'");
            assertRefused(
                    () -> destination.plan(request(WIDER, SchemaChanges.FREEZE, mode, Map.of())),
                    "column 'id' as int32");
        }
    }

    @Test
    void contract16_ignoreLeavesNewColumnsOutAndSaysSo() throws Exception {
        write(append(OLD, SchemaChanges.EVOLVE), 1, "one");

        WritePlan plan = write(append(NEW_COLUMN, SchemaChanges.IGNORE), 2, "two", "left out");

        assertThat(plan.notes()).anyMatch(note -> note.contains("column 'more'") && note.contains("left out"));
        assertThat(FileRuns.rows(temporary.resolve("people")))
                .containsExactlyInAnyOrder(List.of(1, "one"), List.of(2, "two"));
        assertRefused(() -> destination.plan(append(WIDER, SchemaChanges.IGNORE)), "column 'id'", "evolve");
    }

    @Test
    void anOverwriteBringsItsOwnColumns() throws Exception {
        write(append(WIDER, SchemaChanges.EVOLVE), 1L, "one", null);

        write(request(OLD, SchemaChanges.EVOLVE, WriteMode.OVERWRITE, Map.of()), 2, "two");

        assertThat(manifest()).contains("{\"id\":\"int32\",\"name\":\"string\"}");
    }
}
