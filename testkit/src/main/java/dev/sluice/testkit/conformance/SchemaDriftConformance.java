package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.TargetTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.spi.CommitResult;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destination of tables owes where a stream's columns change from run to run. */
public abstract class SchemaDriftConformance {
    private static final Field ID = Field.required("id", Type.INT64);
    private static final Field NAME = Field.of("name", new Type.Text(10));
    private static final Schema BEFORE = schema(ID, NAME);
    private static final List<WriteMode> KEEPING = List.of(WriteMode.APPEND, WriteMode.MERGE);
    private static final WriteRules FREEZE = WriteRules.DEFAULT.withSchemaChanges(SchemaChanges.FREEZE);
    private static final WriteRules IGNORE = WriteRules.DEFAULT.withSchemaChanges(SchemaChanges.IGNORE);

    private SystemUnderTest system;

    protected abstract SystemUnderTest system() throws Exception;

    /** Whether columns that exist can get a wider type. */
    protected boolean widens() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        system = system();
    }

    private static Schema schema(Field... fields) {
        return new Schema(List.of(fields), List.of("id"));
    }

    /** A field whose source says what type it has. */
    private static Field declared(String name, Type type) {
        return new Field(name, type, true, type.toString(), "");
    }

    private TargetTable before(String name) throws Exception {
        TargetTable target = new TargetTable(system, name);
        target.write(BEFORE, WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L, "a"));
        return target;
    }

    @Test
    void contract16SchemaDriftOfANewColumnAddsItAndThePlanShowsThat() throws Exception {
        Schema more = schema(ID, NAME, Field.of("added later", new Type.Decimal(8, 2)), Field.of("day", Type.DATE));
        for (WriteMode mode : KEEPING) {
            TargetTable target = before("drift_added_" + mode.ordinal());
            WritePlan plan = system.destination().plan(WriteSession.request(system, target.name(), more, mode, false));
            assertThat(plan.statements()).anyMatch(sql -> sql.startsWith("ALTER TABLE") && sql.contains("added later"));
            assertThat(target.columns()).hasSize(2);

            target.write(more, mode, WriteRules.DEFAULT, row(2L, "b", "1.50", "2024-05-06"));
            assertThat(target.rows("id", "name", "added later")).containsExactly("1|a|-", "2|b|1.50");
        }
    }

    @Test
    void contract16SchemaDriftOfADroppedColumnLeavesItAndFillsItWithNull() throws Exception {
        for (WriteMode mode : KEEPING) {
            TargetTable target = before("drift_dropped_" + mode.ordinal());
            target.write(schema(ID), mode, WriteRules.DEFAULT, row(2L));

            assertThat(target.rows("id", "name")).containsExactly("1|a", "2|-");
        }
    }

    @Test
    void contract16SchemaDriftOfARenamedColumnIsOneDroppedAndOneAdded() throws Exception {
        TargetTable target = before("drift_renamed");
        target.write(schema(ID, Field.of("title", Type.STRING)), WriteMode.MERGE, WriteRules.DEFAULT, row(2L, "b"));

        assertThat(target.rows("id", "name", "title")).containsExactly("1|a|-", "2|-|b");
    }

    @Test
    void contract16SchemaDriftOfAWiderTypeWidensTheColumn() throws Exception {
        if (!widens()) {
            return;
        }
        Schema narrow = schema(
                ID,
                declared("i", Type.INT32),
                declared("d", new Type.Decimal(6, 2)),
                declared("t", new Type.Text(5)),
                declared("at", new Type.Timestamp(0)));
        Schema wide = schema(
                ID,
                declared("i", Type.INT64),
                declared("d", new Type.Decimal(10, 4)),
                declared("t", new Type.Text(50)),
                declared("at", new Type.Timestamp(6)));
        for (WriteMode mode : KEEPING) {
            TargetTable target = new TargetTable(system, "drift_widened_" + mode.ordinal());
            target.write(
                    narrow,
                    WriteMode.OVERWRITE,
                    WriteRules.DEFAULT,
                    row(1L, 7, "1.25", "short", "2024-01-02T03:04:05"));
            CommitResult result = target.write(
                    wide,
                    mode,
                    WriteRules.DEFAULT,
                    row(2L, 5_000_000_000L, "123456.1234", "much longer than five", "2024-01-02T03:04:05.000001"));

            assertThat(target.rows("id", "i", "d", "t", "at"))
                    .containsExactly(
                            "1|7|1.2500|short|2024-01-02T03:04:05",
                            "2|5000000000|123456.1234|much longer than five|2024-01-02T03:04:05.000001");
            assertThat(result.notes()).anyMatch(note -> note.startsWith("changed the target: ALTER TABLE"));
            // and once more, where there is nothing to change
            CommitResult again =
                    target.write(wide, mode, WriteRules.DEFAULT, row(3L, 1L, "1.0000", "x", "2024-01-02T03:04:05"));
            assertThat(again.notes()).noneMatch(note -> note.startsWith("changed the target"));
        }
    }

    @Test
    void contract16SchemaDriftOfANarrowerTypeJustFits() throws Exception {
        TargetTable target = before("drift_narrower");
        CommitResult result = target.write(
                schema(declared("id", Type.INT32), declared("name", new Type.Text(5))),
                WriteMode.APPEND,
                WriteRules.DEFAULT,
                row(2, "b"));

        assertThat(target.rows("id", "name")).containsExactly("1|a", "2|b");
        assertThat(result.notes()).noneMatch(note -> note.contains("ALTER"));
    }

    @Test
    void contract16SchemaDriftThatFitsInNoWayIsRefusedWithBothTypesBeforeDataMoves() throws Exception {
        Schema other = schema(ID, declared("flag", Type.DATE));
        for (WriteMode mode : KEEPING) {
            TargetTable target = new TargetTable(system, "drift_incompatible_" + mode.ordinal());
            target.write(
                    schema(ID, declared("flag", Type.FLOAT64)), WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L, 1.5));

            assertThatThrownBy(() ->
                            system.destination().plan(WriteSession.request(system, target.name(), other, mode, false)))
                    .hasMessageContaining("'flag'")
                    .hasMessageContaining("which can't hold date");
        }
    }

    @Test
    void contract16SchemaDriftIsRefusedWhereTheSchemaIsFrozen() throws Exception {
        for (WriteMode mode : WriteMode.values()) {
            TargetTable target = before("drift_frozen_" + mode.ordinal());

            assertThatThrownBy(() -> target.begin(schema(ID, NAME, declared("extra", Type.INT64)), mode, FREEZE))
                    .hasMessageContaining("no column 'extra'");
            assertThatThrownBy(() -> target.begin(schema(ID), mode, FREEZE))
                    .hasMessageContaining("'name' isn't in the stream");
            target.write(BEFORE, mode, FREEZE, row(2L, "b"));
            assertThat(target.rows("name")).contains("b");
        }
    }

    @Test
    void contract16SchemaDriftOfATypeIsRefusedWhereTheSchemaIsFrozen() throws Exception {
        TargetTable target = new TargetTable(system, "drift_frozen_type");
        target.write(schema(ID, declared("n", new Type.Decimal(6, 2))), WriteMode.OVERWRITE, FREEZE, row(1L, "1.25"));

        Schema wider = schema(ID, declared("n", new Type.Decimal(12, 4)));
        Throwable frozen = catchThrowable(() -> target.begin(wider, WriteMode.APPEND, FREEZE));
        assertThat(frozen).hasMessageContaining("its column 'n'").hasMessageContaining("decimal(12,4)");
        Throwable evolving = catchThrowable(
                () -> target.begin(wider, WriteMode.APPEND, WriteRules.DEFAULT).abort());
        assertThat(frozen.getMessage().contains("schema_changes: evolve"))
                .as("evolve is advised where it helps")
                .isEqualTo(evolving == null);
    }

    @Test
    void contract16SchemaDriftIsLeftOutAndToldWhereItIsIgnored() throws Exception {
        Schema more = schema(ID, Field.of("extra", Type.INT64), NAME);
        for (WriteMode mode : WriteMode.values()) {
            TargetTable target = before("drift_ignored_" + mode.ordinal());
            WritePlan plan = system.destination()
                    .plan(WriteSession.request(system, target.name(), more, mode, false)
                            .withRules(IGNORE));
            assertThat(plan.notes()).anyMatch(note -> note.contains("'extra'") && note.contains("left out"));
            List<Boolean> dropped = new ArrayList<>();
            plan.columns().forEach(column -> dropped.add(column.dropped()));
            assertThat(dropped).containsExactly(false, true, false);

            target.write(more, mode, IGNORE, row(2L, 99L, "b"));
            assertThat(target.columns()).containsExactly("id", "name");
            assertThat(target.rows("name")).contains("b");
        }
    }

    @Test
    void contract16SchemaDriftOfAReplacedTableIsWhatTheStreamBrings() throws Exception {
        TargetTable target = before("drift_replaced");
        target.write(schema(ID, Field.of("title", Type.STRING)), WriteMode.OVERWRITE, WriteRules.DEFAULT, row(2L, "b"));

        assertThat(target.rows("id", "title")).containsExactly("2|b");
    }
}
