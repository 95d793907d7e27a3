package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.TargetTable.batch;
import static dev.sluice.testkit.conformance.TargetTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.Options;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.Batches;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destination owes that declares to merge by key. */
public abstract class MergeConformance {
    private static final Schema ITEMS = new Schema(
            List.of(
                    Field.required("id", Type.INT64),
                    Field.of("name", new Type.Text(40)),
                    Field.of("version", Type.INT64)),
            List.of("id"));
    private static final WriteRules BY_VERSION = WriteRules.DEFAULT.withCursor("version");

    private SystemUnderTest system;

    protected abstract SystemUnderTest system() throws Exception;

    @BeforeEach
    void open() throws Exception {
        system = system();
    }

    @Test
    void aTargetThatIsNotThereIsMadeWithTheKey() throws Exception {
        TargetTable target = new TargetTable(system, "merge_new");
        CommitResult result = target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L), row(1L, "c", 1L));

        assertThat(target.rows("id", "name", "version")).containsExactly("1|c|1", "2|b|1");
        assertThat(target.columns()).containsExactly("id", "name", "version");
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.duplicates()).isEqualTo(1);
        assertThat(new ConnectorDriver(system).discover(target.name()).schema().primaryKey())
                .containsExactly("id");
    }

    @Test
    void rowsOfAKnownKeyAreReplacedAndOthersAdded() throws Exception {
        TargetTable target = new TargetTable(system, "merge_mix");
        target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L), row(3L, null, 1L));
        CommitResult result = target.merge(ITEMS, row(2L, null, 2L), row(3L, "c", 2L), row(4L, "d", 2L));

        assertThat(target.rows("id", "name", "version")).containsExactly("1|a|1", "2|-|2", "3|c|2", "4|d|2");
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.duplicates()).isZero();
    }

    @Test
    void rowsThatAreThereAlreadyAreCountedToo() throws Exception {
        TargetTable target = new TargetTable(system, "merge_same");
        target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L));

        assertThat(target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L)).rows())
                .isEqualTo(2);
        assertThat(target.rows("id", "name")).containsExactly("1|a", "2|b");
    }

    @Test
    void aKeyMayHaveSeveralColumns() throws Exception {
        Schema lines = new Schema(
                List.of(
                        Field.required("line", Type.INT32),
                        Field.of("price", new Type.Decimal(10, 2)),
                        Field.required("order id", new Type.Text(20))),
                List.of("order id", "line"));
        TargetTable target = new TargetTable(system, "merge_composite");
        target.merge(lines, row(1, "1.00", "x"), row(2, "2.00", "x"), row(1, "3.00", "y"));
        target.merge(lines, row(2, "2.50", "x"), row(2, "4.00", "y"), row(2, "4.50", "y"));

        assertThat(target.rows("order id", "line", "price"))
                .containsExactly("x|1|1.00", "x|2|2.50", "y|1|3.00", "y|2|4.50");
    }

    @Test
    void aTableMayConsistOfItsKey() throws Exception {
        Schema pairs = new Schema(
                List.of(Field.required("one", Type.INT64), Field.required("two", Type.INT64)), List.of("one", "two"));
        TargetTable target = new TargetTable(system, "merge_all_key");
        target.merge(pairs, row(1L, 1L), row(1L, 2L));
        CommitResult result = target.merge(pairs, row(1L, 2L), row(2L, 1L), row(2L, 1L));

        assertThat(target.rows("one", "two")).containsExactly("1|1", "1|2", "2|1");
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.duplicates()).isEqualTo(1);
    }

    @Test
    void textKeysAreOneOnlyIfTheyAreSpeltTheSame() throws Exception {
        Schema words =
                new Schema(List.of(Field.required("word", Type.STRING), Field.of("n", Type.INT64)), List.of("word"));
        TargetTable target = new TargetTable(system, "merge_text_key");
        target.merge(words, row("a", 1L), row("A", 2L), row("\u00E4", 3L));
        CommitResult result = target.merge(words, row("A", 4L), row("a", 5L), row("b", 6L));

        assertThat(target.rows("word", "n")).containsExactly("A|4", "a|5", "b|6", "\u00E4|3");
        assertThat(result.duplicates()).isZero();
    }

    @Test
    void columnsThatTheStreamDoesNotHaveStayAsTheyAre() throws Exception {
        TargetTable target = new TargetTable(system, "merge_narrow");
        target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L));
        Schema versions = new Schema(List.of(ITEMS.field(2), ITEMS.field(0)), List.of("id"));
        target.merge(versions, row(7L, 1L), row(8L, 3L));

        assertThat(target.rows("id", "name", "version")).containsExactly("1|a|7", "2|b|1", "3|-|8");
    }

    @Test
    void contract17DuplicatesWithinARunAreWonByTheLargestCursor() throws Exception {
        TargetTable target = new TargetTable(system, "merge_duplicates");
        target.merge(ITEMS, row(1L, "old", 0L), row(9L, "kept", 0L));
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, BY_VERSION);
        CommitToken later =
                session.write(1, 1, batch(ITEMS, row(1L, "split 1", 5L), row(2L, "x", 10L), row(3L, "last", null)));
        CommitToken first = session.write(
                0,
                1,
                batch(ITEMS, row(1L, "largest", 7L), row(2L, "number, not text", 9L), row(2L, "no cursor", null)),
                batch(ITEMS, row(1L, "within", 6L), row(3L, "first", null)));
        CommitResult result = session.commit(first, later);

        assertThat(target.rows("id", "name", "version"))
                .containsExactly("1|largest|7", "2|x|10", "3|last|-", "9|kept|0");
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.duplicates()).isEqualTo(5);
    }

    @Test
    void aMergeByACursorThatTheTargetDoesNotTakeIsRefused() throws Exception {
        TargetTable target = new TargetTable(system, "merge_no_cursor");
        target.merge(new Schema(ITEMS.fields().subList(0, 2), List.of("id")), row(1L, "a"));
        WriteRules ignoring = BY_VERSION.withSchemaChanges(SchemaChanges.IGNORE);

        assertThatThrownBy(() -> target.begin(ITEMS, WriteMode.MERGE, ignoring))
                .hasMessageContaining("no column for the cursor 'version'")
                .hasMessageContaining("schema_changes: evolve");
    }

    @Test
    void contract17DuplicatesWithinARunAndEqualCursorsAreWonByTheRowThatCameLast() throws Exception {
        TargetTable target = new TargetTable(system, "merge_last");
        for (WriteRules rules : List.of(WriteRules.DEFAULT, BY_VERSION)) {
            WriteSession session = target.begin(ITEMS, WriteMode.MERGE, rules);
            CommitToken second = session.write(1, 1, batch(ITEMS, row(1L, "split 1", 1L)));
            CommitToken first =
                    session.write(0, 1, batch(ITEMS, row(1L, "split 0", 1L), row(2L, "a", 1L), row(2L, "b", 1L)));
            session.commit(first, second);

            assertThat(target.rows("id", "name")).containsExactly("1|split 1", "2|b");
        }
    }

    @Test
    void contract17DuplicatesWithinARunAreComparedByDecimalAndClockCursorsAsSuch() throws Exception {
        Schema prices = new Schema(
                List.of(
                        Field.required("id", Type.INT64),
                        Field.of("amount", new Type.Decimal(12, 2)),
                        Field.of("at", new Type.Timestamp(6))),
                List.of("id"));
        TargetTable target = new TargetTable(system, "merge_cursor_types");
        target.write(
                prices,
                WriteMode.MERGE,
                WriteRules.DEFAULT.withCursor("amount"),
                row(1L, "10.00", null),
                row(1L, "9.00", null),
                row(1L, "-20.00", null));
        assertThat(target.rows("id", "amount")).containsExactly("1|10.00");

        target.write(
                prices,
                WriteMode.MERGE,
                WriteRules.DEFAULT.withCursor("at"),
                row(2L, "1.00", "2024-01-02T00:00:00.000002"),
                row(2L, "2.00", "2024-01-02T00:00:00.000001"));
        assertThat(target.rows("id", "amount")).containsExactly("1|10.00", "2|1.00");
    }

    @Test
    void splitsInTheOrderOfTheKeyAreMergedWhicheverIsStagedFirst() throws Exception {
        TargetTable target = new TargetTable(system, "merge_ordered");
        target.merge(ITEMS, row(2L, "old", 1L), row(4L, "old", 1L), row(9L, "kept", 1L));
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, BY_VERSION);
        CommitToken second = session.write(1, 1, batch(ITEMS, row(4L, "d", 2L), row(5L, "e", 2L)));
        CommitToken first = session.write(
                0, 1, batch(ITEMS, row(1L, "a", 2L), row(2L, null, 2L)), batch(ITEMS, row(3L, "c", null)));
        CommitResult result = session.commit(first, second);

        assertThat(target.rows("id", "name", "version"))
                .containsExactly("1|a|2", "2|-|2", "3|c|-", "4|d|2", "5|e|2", "9|kept|1");
        assertThat(result.rows()).isEqualTo(5);
        assertThat(result.duplicates()).isZero();
    }

    @Test
    void contract17AKeyAtTheEndOfOneOrderedSplitAndTheStartOfTheNextIsADuplicate() throws Exception {
        TargetTable target = new TargetTable(system, "merge_ordered_twice");
        target.merge(ITEMS, row(2L, "old", 0L));
        WriteSession session = target.begin(ITEMS, WriteMode.MERGE, BY_VERSION);
        CommitToken first = session.write(0, 1, batch(ITEMS, row(1L, "a", 1L), row(2L, "larger", 2L)));
        CommitToken second = session.write(1, 1, batch(ITEMS, row(2L, "smaller", 1L), row(3L, "c", 1L)));
        CommitResult result = session.commit(first, second);

        assertThat(target.rows("id", "name")).containsExactly("1|a", "2|larger", "3|c");
        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.duplicates()).isEqualTo(1);
    }

    @Test
    void aRowThatIsAppendedToItsOwnKeyIsRefusedWithWhatToDo() throws Exception {
        TargetTable target = new TargetTable(system, "merge_append");
        target.merge(ITEMS, row(1L, "a", 1L), row(2L, "b", 1L));

        WriteSession session = target.begin(ITEMS, WriteMode.APPEND, WriteRules.DEFAULT);
        CommitToken token = session.write(0, 1, batch(ITEMS, row(3L, "c", 1L), row(2L, "again", 2L)));
        assertThatThrownBy(() -> session.commit(token))
                .hasMessageContaining("again")
                .hasMessageContaining("a row with that key is there already: set write_mode: merge");
        assertThat(target.rows("id", "name")).containsExactly("1|a", "2|b");
    }

    @Test
    void aSecondCommitOfAMergeChangesNothing() throws Exception {
        TargetTable target = new TargetTable(system, "merge_twice");
        for (int run = 0; run < 2; run++) {
            WriteSession session = target.begin(ITEMS, WriteMode.MERGE, BY_VERSION);
            CommitToken token = session.write(0, 1, batch(ITEMS, row(1L, "a", 1L), row(1L, "b", 2L), row(2L, "c", 1L)));
            CommitResult first = session.commit("state", token);
            CommitResult second = session.commit("state", token);

            assertThat(second.rows()).isEqualTo(first.rows()).isEqualTo(2);
            assertThat(second.duplicates()).isEqualTo(first.duplicates()).isEqualTo(1);
            assertThat(target.rows("id", "name")).containsExactly("1|b", "2|c");
            target.begin(ITEMS, WriteMode.APPEND, WriteRules.DEFAULT).abort();
            system.destination().putState(session.request(), "");
        }
    }

    @Test
    void nothingIsLeftOfAMergeButTheTarget() throws Exception {
        TargetTable target = new TargetTable(system, "merge_tidy");
        target.merge(ITEMS, row(1L, "a", 1L));
        Set<String> before = system.contents();
        target.merge(ITEMS, row(1L, "b", 1L), row(2L, "c", 1L));

        assertThat(system.contents()).isEqualTo(before);
    }

    @Test
    void aStreamWithoutAKeyIsRefused() {
        Schema keyless = new Schema(ITEMS.fields(), List.of());
        TargetTable target = new TargetTable(system, "merge_keyless");

        assertThat(catchThrowableOfType(
                        ConnectorException.class, () -> target.begin(keyless, WriteMode.MERGE, WriteRules.DEFAULT)))
                .hasMessageContaining("primary_key")
                .extracting(ConnectorException::code)
                .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }

    @Test
    void aTargetWithoutAUniqueIndexOverTheKeyIsRefusedWithTheStatementThatMakesOne() throws Exception {
        TargetTable target = new TargetTable(system, "merge_no_index");
        target.write(new Schema(ITEMS.fields(), List.of()), WriteMode.OVERWRITE, WriteRules.DEFAULT, row(1L, "a", 1L));

        assertThatThrownBy(() -> target.begin(ITEMS, WriteMode.MERGE, WriteRules.DEFAULT))
                .hasMessageContaining("no primary key or unique index over exactly (id)")
                .hasMessageContaining("merge_no_index");
    }

    @Test
    void nullInAKeyEndsTheRunWithThePlaceOrIsSetAside() throws Exception {
        Schema nullable = new Schema(List.of(Field.of("id", Type.INT64), ITEMS.field(1)), List.of("id"));
        TargetTable target = new TargetTable(system, "merge_null_key");
        RecordBatch rows = batch(nullable, row(1L, "a"), row(null, "b"), row(2L, "c"));
        WriteSession failing = target.begin(nullable, WriteMode.MERGE, WriteRules.DEFAULT);
        assertThatThrownBy(() -> failing.write(0, 1, rows))
                .hasMessageContaining("row 2, column 'id'")
                .hasMessageContaining("\"b\"");
        failing.abort();

        List<BadRow> rejected = new ArrayList<>();
        WriteSession setting = target.begin(nullable, WriteMode.MERGE, WriteRules.DEFAULT);
        CommitToken token =
                setting.write(0, 1, new RejectingInput(setting.request().schema(), rows, rejected));
        setting.commit(token);

        assertThat(token.rows()).isEqualTo(2);
        assertThat(target.rows("id", "name")).containsExactly("1|a", "2|c");
        assertThat(rejected)
                .extracting(bad -> new String(bad.raw(), StandardCharsets.UTF_8))
                .containsExactly("{\"id\":null,\"name\":\"b\"}");
    }

    /** Sets refused rows aside. */
    private record RejectingInput(Schema schema, Iterator<RecordBatch> left, List<BadRow> rejected)
            implements BatchInput {
        RejectingInput(Schema schema, RecordBatch rows, List<BadRow> rejected) {
            this(schema, List.of(Batches.cast(rows, schema)).iterator(), rejected);
        }

        @Override
        public RecordBatch next() {
            return left.hasNext() ? left.next() : null;
        }

        @Override
        public RowErrors rowErrors() {
            return new RowErrors() {
                @Override
                public OnError policy() {
                    return OnError.REJECT;
                }

                @Override
                public void reject(BadRow row) {
                    rejected.add(row);
                }

                @Override
                public void becomesNull(BadRow row) {
                    throw row.asFailure();
                }
            };
        }
    }

    @Test
    void contract10AStateIsCommittedOnlyWhereNoOtherRunCommittedMeanwhile() throws Exception {
        TargetTable target = new TargetTable(system, "merge_fenced");
        WriteSession first = target.begin(ITEMS, WriteMode.MERGE, WriteRules.DEFAULT);
        CommitToken rows = first.write(0, 1, batch(ITEMS, row(1L, "a", 1L)));
        first.commit(new Commit(List.of(rows), List.of(), "", "one"));

        WriteSession late = target.begin(ITEMS, WriteMode.MERGE, WriteRules.DEFAULT);
        CommitToken lateRows = late.write(0, 1, batch(ITEMS, row(1L, "late", 1L)));
        system.destination().putState(late.request(), "other");
        assertThatThrownBy(() -> late.commit(new Commit(List.of(lateRows), List.of(), "one", "two")))
                .hasMessageContaining("another run")
                .hasMessageContaining("nothing was published");
        assertThat(target.rows("id", "name")).containsExactly("1|a");
        assertThat(late.state()).isEqualTo("other");

        late.commit(new Commit(List.of(lateRows), List.of(), "other", "two"));
        assertThat(target.rows("id", "name")).containsExactly("1|late");
        assertThat(late.state()).isEqualTo("two");
    }

    @Test
    void aStatementIsRunAndStaysOrItsFailureNamesIt() {
        Options options = system.destinationOptions();
        system.destination().execute(options, "CREATE TABLE executed (ran_on DATE)");
        assertThat(system.contents())
                .anyMatch(table -> table.toLowerCase(Locale.ROOT).contains("executed"));
        system.destination().execute(options, "DROP TABLE executed");
        assertThat(system.contents())
                .noneMatch(table -> table.toLowerCase(Locale.ROOT).contains("executed"));

        assertThatThrownBy(() -> system.destination().execute(options, "DROP TABLE not_there"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("running \"DROP TABLE not_there\"");
    }
}
