package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WritePlan;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.data.Batches;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleDestinationTest {
    private static final Schema NOTES =
            new Schema(List.of(Field.required("id", Type.INT64), Field.of("note", Type.STRING)), List.of("id"));

    private final OracleSystem system = new OracleSystem(19);
    private final DestinationConnector destination = system.destination();
    private int runs;

    @Test
    void contract07EmptyTextsBecomeNullAndTheReportSaysHowMany() throws Exception {
        CommitResult result =
                write(request("notes", NOTES, WriteMode.OVERWRITE), row(1L, ""), row(2L, "a"), row(3L, ""));

        assertThat(result.notes()).contains("2 empty values became NULL, since Oracle doesn't tell them apart");
        assertThat(query("SELECT \"id\" FROM \"notes\" WHERE \"note\" IS NULL ORDER BY 1"))
                .containsExactly("1", "3");
    }

    @Test
    void nothingIsSaidWhereNoTextWasEmpty() throws Exception {
        assertThat(write(request("notes", NOTES, WriteMode.OVERWRITE), row(1L, "a"), row(2L, null))
                        .notes())
                .noneMatch(note -> note.contains("empty"));
    }

    @Test
    void aStateIsFoundWithTheTargetsSchemaAndWithout() throws Exception {
        run("CREATE TABLE \"notes\" (\"id\" NUMBER(19))");
        WriteRequest request = request("notes", NOTES, WriteMode.APPEND);
        String user = request.options().get(ServerOptions.USER);
        destination.putState(request, "one");
        for (String schema : List.of(user, user.toLowerCase(Locale.ROOT))) {
            assertThat(destination.state(request.withTarget(new StreamName(schema, "notes"))))
                    .isEqualTo("one");
        }
    }

    @Test
    void contract07AnEmptyTextForAColumnThatIsNotNullIsRefusedByRow() throws Exception {
        run("CREATE TABLE \"notes\" (\"id\" NUMBER(19), \"note\" VARCHAR2(20) NOT NULL)");

        assertThatThrownBy(() -> write(request("notes", NOTES, WriteMode.APPEND), row(1L, "a"), row(2L, "")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContaining("row 2")
                .hasMessageContaining("column 'note'")
                .hasMessageContaining("is NOT NULL");
        assertThat(query("SELECT \"id\" FROM \"notes\"")).isEmpty();
    }

    @Test
    void contract15RefusedRowsCanBeSetAside() throws Exception {
        Schema schema = Schema.of(Field.of("id", Type.INT64), Field.of("n", Type.NUMERIC));
        List<BadRow> aside = new ArrayList<>();
        WriteRequest request = request("numbers", schema, WriteMode.OVERWRITE);
        write(
                request,
                new Input(
                        request.schema(),
                        aside,
                        batch(
                                schema,
                                row(1L, "NaN"),
                                row(2L, "123456789012345678901234567890123456789"),
                                row(3L, "1.5"),
                                row(4L, null))));

        assertThat(aside).extracting(BadRow::position).containsExactly(0L, 1L);
        assertThat(aside).extracting(BadRow::column).containsOnly("n");
        assertThat(query("SELECT \"id\" FROM \"numbers\" ORDER BY 1")).containsExactly("3", "4");
    }

    @Test
    void contract15ARowThatTheServerRefusesIsNamed() throws Exception {
        run("CREATE TABLE \"notes\" (\"id\" NUMBER(19), \"note\" VARCHAR2(3))");

        assertThatThrownBy(() -> write(request("notes", NOTES, WriteMode.APPEND), row(7L, "abc"), row(8L, "abcd")))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("table 'notes'")
                .hasMessageContaining("row 2")
                .hasMessageContaining("id = 8")
                .hasMessageContaining("ORA-12899");
    }

    @Test
    void aNameInLowerCaseMeansTheTableInUpperCase() throws Exception {
        run("CREATE TABLE NOTES (ID NUMBER(19), NOTE VARCHAR2(20))");
        write(request("notes", NOTES, WriteMode.APPEND), row(1L, "a"));
        write(request("notes", NOTES, WriteMode.OVERWRITE), row(2L, "b"));

        assertThat(query("SELECT ID FROM NOTES")).containsExactly("2");
        assertThat(system.contents()).containsExactly("NOTES");
    }

    @Test
    void aNameThatIsThereExactlyWins() throws Exception {
        run("CREATE TABLE NOTES (ID NUMBER(19), NOTE VARCHAR2(20))");
        run("CREATE TABLE \"notes\" (\"id\" NUMBER(19), \"note\" VARCHAR2(20))");
        write(request("notes", NOTES, WriteMode.APPEND), row(1L, "a"));

        assertThat(query("SELECT \"id\" FROM \"notes\"")).containsExactly("1");
        assertThat(query("SELECT ID FROM NOTES")).isEmpty();
    }

    @Test
    void anOverwriteThatWouldDeleteRowsOfOthersIsRefused() throws Exception {
        run("CREATE TABLE NOTES (ID NUMBER(19) PRIMARY KEY, NOTE VARCHAR2(20))");
        run("CREATE TABLE MARKS (ID NUMBER(19), NOTE NUMBER(19), CONSTRAINT MARKED FOREIGN KEY (NOTE)"
                + " REFERENCES NOTES (ID) ON DELETE CASCADE)");

        assertThatThrownBy(() -> destination.plan(request("notes", NOTES, WriteMode.OVERWRITE)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("'MARKED'")
                .hasMessageContaining("MARKS' (ON DELETE CASCADE)");
        write(request("notes", NOTES, WriteMode.APPEND), row(1L, "a"));

        assertThat(query("SELECT ID FROM NOTES")).containsExactly("1");
    }

    @Test
    void aTableThatExistsIsFilledAndKept() throws Exception {
        run("CREATE TABLE \"notes\" (\"id\" NUMBER(19), \"note\" VARCHAR2(20), \"at\" DATE DEFAULT SYSDATE)");
        WritePlan plan = destination.plan(request("notes", NOTES, WriteMode.OVERWRITE));
        write(request("notes", NOTES, WriteMode.OVERWRITE), row(1L, "a"));

        assertThat(plan.statements().subList(1, plan.statements().size()))
                .satisfiesExactly(
                        delete -> assertThat(delete).isEqualTo("DELETE FROM \"notes\""),
                        insert -> assertThat(insert)
                                .startsWith("INSERT INTO \"notes\" (\"id\", \"note\") SELECT \"id\", \"note\" FROM"
                                        + " \"_sluice_"));
        assertThat(query("SELECT \"id\" FROM \"notes\" WHERE \"at\" IS NOT NULL"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({"19, NUMBER(1), CLOB", "21, NUMBER(1), JSON", "23, BOOLEAN, JSON"})
    void newTablesHaveTheTypesOfTheVersion(int version, String flag, String json) {
        OracleSystem other = new OracleSystem(version);
        Schema schema = new Schema(
                List.of(
                        Field.required("id", Type.INT32),
                        Field.of("flag", Type.BOOLEAN),
                        Field.of("doc", Type.JSON),
                        Field.of("at", new Type.TimestampTz(9)),
                        Field.of("day", Type.DATE)),
                List.of("id"));
        WriteRequest request = request("t", schema, WriteMode.OVERWRITE, other);

        assertThat(other.destination()
                        .plan(request)
                        .statements()
                        .getFirst()
                        .replaceAll("_sluice_[0-9a-f_]+", "staging"))
                .isEqualTo("CREATE TABLE \"staging\" (\n  \"id\" NUMBER(10) NOT NULL,\n  \"flag\" " + flag
                        + ",\n  \"doc\" " + json
                        + ",\n  \"at\" TIMESTAMP(9) WITH TIME ZONE,\n  \"day\" DATE,\n  PRIMARY KEY (\"id\")\n)");
    }

    @Test
    void yearsThatOracleDoesNotHaveAreRefused() {
        Schema schema = Schema.of(Field.of("day", Type.DATE));

        assertThatThrownBy(() -> write(request("days", schema, WriteMode.OVERWRITE), row(LocalDate.of(10_000, 1, 1))))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("column 'day'");
    }

    @Test
    void contract21NamesThatOracleCanNotHaveAreRefusedBeforeAnyRowMoves() {
        Schema quoted = Schema.of(Field.of("a\"b", Type.INT64));

        assertThatThrownBy(() -> destination.plan(request("t", quoted, WriteMode.OVERWRITE)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("double quote");
        assertThatThrownBy(() -> destination.plan(request("t".repeat(129), NOTES, WriteMode.OVERWRITE)))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("128");
    }

    @Test
    void contract21ATableIsOnePlaceWithItsSchemaAndWithoutHoweverItIsSpelt() {
        WriteRequest request = request("orders", NOTES, WriteMode.OVERWRITE);
        String user = request.options().get(ServerOptions.USER);
        String place = destination.place(request);

        assertThat(destination.place(request.withTarget(StreamName.of("ORDERS"))))
                .isEqualTo(place);
        assertThat(destination.place(request.withTarget(new StreamName(user, "ORDERS"))))
                .isEqualTo(place);
        assertThat(destination.place(request.withTarget(StreamName.of("Orders"))))
                .isNotEqualTo(place);
    }

    private WriteRequest request(String target, Schema schema, WriteMode mode) {
        return request(target, schema, mode, system);
    }

    private WriteRequest request(String target, Schema schema, WriteMode mode, OracleSystem at) {
        return new WriteRequest(
                String.format("%026d", ++runs),
                "pipeline",
                StreamName.of("stream"),
                at.destinationOptions(),
                StreamName.of(target),
                schema,
                mode,
                false,
                1,
                new BatchSize(100, 1 << 20),
                1 << 24);
    }

    @SafeVarargs
    private CommitResult write(WriteRequest request, List<Object>... rows) throws Exception {
        WriteRequest accepted = request.withSchema(destination.plan(request).accepted(request.schema()));
        return write(
                accepted,
                new Input(accepted.schema(), null, Batches.cast(batch(request.schema(), rows), accepted.schema())));
    }

    private CommitResult write(WriteRequest request, BatchInput input) throws Exception {
        WriteHandle handle = destination.begin(request);
        CommitToken token = destination.write(new WriteTask(request, handle, 0, 1), input);
        return destination.commit(request, handle, new Commit(List.of(token), ""));
    }

    private static List<Object> row(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @SafeVarargs
    private static RecordBatch batch(Schema schema, List<Object>... rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.length);
        for (List<Object> row : rows) {
            for (int i = 0; i < schema.size(); i++) {
                Values.append(schema.type(i), builder.column(i), i < row.size() ? row.get(i) : null);
            }
        }
        return builder.build();
    }

    /** Ends the run at a bad row, unless there is a list to set it aside in. */
    private record Input(Schema schema, List<BadRow> aside, Iterator<RecordBatch> batches) implements BatchInput {
        Input(Schema schema, List<BadRow> aside, RecordBatch... batches) {
            this(schema, aside, Arrays.asList(batches).iterator());
        }

        @Override
        public RecordBatch next() {
            return batches.hasNext() ? batches.next() : null;
        }

        @Override
        public RowErrors rowErrors() {
            if (aside == null) {
                return RowErrors.FAIL;
            }
            return new RowErrors() {
                @Override
                public OnError policy() {
                    return OnError.REJECT;
                }

                @Override
                public void reject(BadRow row) {
                    aside.add(row);
                }

                @Override
                public void becomesNull(BadRow row) {
                    throw row.asFailure();
                }
            };
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = system.database.direct()) {
            Statements.run(connection, sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = system.database.direct()) {
            return Statements.query(connection, sql, row -> row.getString(1));
        }
    }
}
