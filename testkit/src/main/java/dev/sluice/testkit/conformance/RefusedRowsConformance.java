package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.TargetTable.batch;
import static dev.sluice.testkit.conformance.TargetTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRules;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a database owes as destination that refuses rows by itself: those rows, and no others, are named or rejected. */
public abstract class RefusedRowsConformance {
    private static final int ROWS = 300;
    private static final Schema ROWS_OF_TABLE = new Schema(
            List.of(Field.required("id", Type.INT64), Field.of("n", Type.INT64), Field.of("note", new Type.Text(20))),
            List.of("id"));
    private static final Schema WITHOUT_KEY = Schema.of(ROWS_OF_TABLE.fields());

    private final List<BadRow> rejected = new ArrayList<>();
    private SystemUnderTest system;

    protected abstract SystemUnderTest system() throws Exception;

    /** A name as the database quotes it. */
    protected String quote(String name) {
        return '"' + name + '"';
    }

    /** The type of 64-bit integers. */
    protected String integer() {
        return "BIGINT";
    }

    /** How a refusal names a constraint. */
    protected String shown(String constraint) {
        return constraint;
    }

    @BeforeEach
    void open() throws Exception {
        system = system();
    }

    /** A table with a key, whose n has to be at least 0 and below 1000. */
    private TargetTable checked(String name) {
        TargetTable target = new TargetTable(system, name);
        String table = target.name().namespace().isEmpty()
                ? quote(target.name().name())
                : quote(target.name().namespace()) + "." + quote(target.name().name());
        execute("CREATE TABLE " + table + " (" + quote("id") + " " + integer() + " NOT NULL PRIMARY KEY, " + quote("n")
                + " " + integer() + ", " + quote("note") + " VARCHAR(20), CONSTRAINT " + quote(name + "_small")
                + " CHECK (" + quote("n") + " BETWEEN 0 AND 999))");
        execute("INSERT INTO " + table + " (" + quote("id") + ", " + quote("n") + ", " + quote("note")
                + ") VALUES (500, 1, 'old')");
        return target;
    }

    private void execute(String statement) {
        system.destination().execute(system.destinationOptions(), statement);
    }

    /** Rows with ids from 0, some of them with an n that is too large. */
    private static RecordBatch rows(int count, Integer... tooLarge) {
        List<Integer> large = List.of(tooLarge);
        Object[][] rows = new Object[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = row((long) i, large.contains(i) ? 5000L + i : (long) i, "note " + i);
        }
        return batch(ROWS_OF_TABLE, rows);
    }

    private RowErrors reject() {
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

    private static BatchInput input(WriteSession session, RowErrors errors, RecordBatch... batches) {
        BatchInput in = session.input(batches);
        return new BatchInput() {
            @Override
            public Schema schema() {
                return in.schema();
            }

            @Override
            public RecordBatch next() throws InterruptedException {
                return in.next();
            }

            @Override
            public RowErrors rowErrors() {
                return errors;
            }
        };
    }

    private CommitResult write(WriteSession session, RowErrors errors, RecordBatch... batches) throws Exception {
        CommitToken token = session.write(0, 1, input(session, errors, batches));
        return system.destination().commit(session.request(), session.handle(), new Commit(List.of(token), ""), errors);
    }

    private List<String> rawRows() {
        return rejected.stream()
                .map(row -> new String(row.raw(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void contract15ARowThatTheTargetsConstraintRefusesIsNamedAndNothingIsPublished() throws Exception {
        TargetTable target = checked("refused_named");
        for (WriteMode mode : List.of(WriteMode.APPEND, WriteMode.MERGE, WriteMode.OVERWRITE)) {
            WriteSession session = target.begin(ROWS_OF_TABLE, mode, WriteRules.DEFAULT);
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class, () -> write(session, RowErrors.FAIL, rows(ROWS, 77), rows(0)));

            assertThat(failure).as("%s", mode).isNotNull();
            assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
            assertThat(failure.getMessage())
                    .contains("refused_named'", shown("refused_named_small"), "\"id\":77", "\"n\":5077", "note 77");
            assertThat(target.rows("id", "note")).containsExactly("500|old");
            session.abort();
        }
    }

    @Test
    void contract15ARowIsNamedWhereARunGoesOnFromWhatAnotherHadStagedToo() throws Exception {
        TargetTable target = checked("refused_resumed");
        WriteRules splits = WriteRules.DEFAULT.withFingerprint("the same splits");
        target.begin(ROWS_OF_TABLE, WriteMode.APPEND, splits).write(0, 1, rows(ROWS, 77));
        WriteSession session = target.begin(ROWS_OF_TABLE, WriteMode.APPEND, splits);
        assertThat(session.handle().staged()).hasSize(1);

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> session.commit(session.handle().staged().getFirst()));

        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        assertThat(failure.getMessage()).contains("refused_resumed'", "\"id\":77", "\"n\":5077", "note 77");
        session.abort();
        assertThat(target.rows("id")).containsExactly("500");
    }

    @Test
    void contract15RowsThatTheTargetsConstraintRefusesAreRejectedAndTheOthersPublished() throws Exception {
        TargetTable target = checked("refused_rejected");
        WriteSession session = target.begin(ROWS_OF_TABLE, WriteMode.APPEND, WriteRules.DEFAULT);
        CommitResult result = write(session, reject(), rows(ROWS, 0, 77, 78, ROWS - 1));

        assertThat(result.rows()).isEqualTo(ROWS - 4);
        assertThat(result.duplicates()).isZero();
        assertThat(rawRows())
                .containsExactly(
                        "{\"id\":0,\"n\":5000,\"note\":\"note 0\"}",
                        "{\"id\":77,\"n\":5077,\"note\":\"note 77\"}",
                        "{\"id\":78,\"n\":5078,\"note\":\"note 78\"}",
                        "{\"id\":299,\"n\":5299,\"note\":\"note 299\"}");
        assertThat(rejected).allSatisfy(row -> {
            assertThat(row.reason()).contains(shown("refused_rejected_small")).doesNotContain("_sluice_");
            assertThat(row.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        });
        assertThat(target.rows("id"))
                .hasSize(ROWS - 4 + 1)
                .contains("500", "79")
                .doesNotContain("77", "78");
    }

    @Test
    void contract15ARowOfAMergeThatIsRefusedKeepsItsPlaceAndTheOldRow() throws Exception {
        TargetTable target = checked("refused_merge");
        WriteSession session = target.begin(ROWS_OF_TABLE, WriteMode.MERGE, WriteRules.DEFAULT);
        RecordBatch more = batch(ROWS_OF_TABLE, row(500L, 9999L, "new"), row(501L, 5L, "new"));
        CommitResult result = write(session, reject(), rows(10), more);

        assertThat(result.rows()).isEqualTo(11);
        assertThat(rejected).extracting(BadRow::position).containsExactly(10L);
        assertThat(target.rows("id", "note")).hasSize(12).contains("500|old", "501|new", "9|note 9");
    }

    @Test
    void contract15AKeyThatTheTargetHasIsRejectedWhereRowsAreAdded() throws Exception {
        TargetTable target = checked("refused_key");
        WriteSession session = target.begin(WITHOUT_KEY, WriteMode.APPEND, WriteRules.DEFAULT);
        CommitResult result = write(
                session,
                reject(),
                rows(20),
                batch(WITHOUT_KEY, row(500L, 1L, "again"), row(3L, 1L, "twice"), row(600L, 1L, "new")));

        assertThat(result.rows()).isEqualTo(21);
        assertThat(rejected).hasSize(2);
        assertThat(rawRows().getFirst()).contains("\"again\"");
        assertThat(rawRows().getLast()).contains("\"id\":3");
        assertThat(target.rows("id")).hasSize(22).contains("600");
    }

    @Test
    void contract15ATargetIsNotEmptiedWhereItTakesNoRow() throws Exception {
        TargetTable target = checked("refused_all");
        WriteSession session = target.begin(ROWS_OF_TABLE, WriteMode.OVERWRITE, WriteRules.DEFAULT);
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> write(session, reject(), rows(3, 0, 1, 2)));

        assertThat(failure.getMessage()).contains("refused_all", "none of the 3 rows");
        assertThat(target.rows("id", "note")).containsExactly("500|old");
        session.abort();
    }

    @Test
    void contract15RowsThatAreRefusedWhileTheyAreStagedAreRejected() throws Exception {
        Schema required = Schema.of(List.of(Field.required("id", Type.INT64), Field.required("n", Type.INT64)));
        Schema nullable = Schema.of(List.of(Field.required("id", Type.INT64), Field.of("n", Type.INT64)));
        Object[][] rows = new Object[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            rows[i] = row((long) i, i == 5 || i == 130 || i == 131 ? null : (long) i);
        }
        TargetTable target = new TargetTable(system, "refused_staging");
        WriteSession session = target.begin(required, WriteMode.OVERWRITE, WriteRules.DEFAULT);
        CommitResult result = write(session, reject(), batch(nullable, rows), batch(nullable, row(900L, 1L)));

        assertThat(result.rows()).isEqualTo(ROWS - 2);
        assertThat(rejected).extracting(BadRow::position).containsExactly(5L, 130L, 131L);
        assertThat(rawRows()).contains("{\"id\":130,\"n\":null}");
        assertThat(target.rows("id")).hasSize(ROWS - 2).contains("900");
    }

    @Test
    void contract15ARowThatIsRefusedWhileItIsStagedIsNamed() throws Exception {
        Schema required = Schema.of(List.of(Field.required("id", Type.INT64), Field.required("n", Type.INT64)));
        Schema nullable = Schema.of(List.of(Field.required("id", Type.INT64), Field.of("n", Type.INT64)));
        TargetTable target = new TargetTable(system, "refused_early");
        WriteSession session = target.begin(required, WriteMode.OVERWRITE, WriteRules.DEFAULT);
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> write(session, RowErrors.FAIL, batch(nullable, row(1L, 1L), row(2L, null), row(3L, 1L))));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        assertThat(failure.getMessage()).contains("refused_early", "row 2").containsPattern("\\bn\\b");
        session.abort();
    }
}
