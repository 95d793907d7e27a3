package dev.sluice.connectors.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.jdbc.Purpose;
import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.sqlite.pages.RecordEncoder;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How SQLite copies what was prepared for it. */
class RowTransferTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @Test
    void sqliteTakesTheRecordsOfATableOfOursAsTheyAre() throws Exception {
        TypeMatrix matrix = new SqliteSystem(folder).matrix();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("id", Type.INT64));
        matrix.samples().forEach(sample -> fields.add(Field.of(sample.name(), sample.type())));
        fields.add(Field.required("last", Type.STRING));
        for (List<String> key : List.of(List.<String>of(), List.of("id"))) {
            Files.deleteIfExists(db.path);
            Schema schema = new Schema(fields, key);
            WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);
            db.destination.begin(request);
            Object[] row = new Object[fields.size()];
            row[0] = 7L;
            row[row.length - 1] = "x";
            List<String> program = programOfCopy(request, Fixture.batch(schema, new Object[][] {row}));

            assertThat(program).contains("RowCell").doesNotContain("MakeRecord", "Column");
        }
    }

    /** What SQLite does to copy a batch of one row. */
    private List<String> programOfCopy(WriteRequest request, RecordBatch batch) throws Exception {
        try (OpenTransfer open = open(request)) {
            open.columns.take(batch);
            open.records.take(batch);
            assertThat(open.records.encode(0)).isEqualTo(1);
            open.add(7, 0);
            open.rows.copy();
            return Statements.query(
                    open.connection,
                    "EXPLAIN INSERT INTO main." + open.staging + " SELECT * FROM sluice_1.staged",
                    found -> found.getString("opcode"));
        }
    }

    @Test
    void aFileIsUsedAgainAsOftenAsThereAreRowsForIt() throws Exception {
        Schema schema = Schema.of(Field.of("id", Type.INT64), Field.of("text", Type.STRING));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);
        db.destination.begin(request);
        int copies = 120;
        try (OpenTransfer open = open(request)) {
            for (long copy = 0; copy < copies; copy++) {
                String text = "x".repeat((int) (copy % 7) * 30_000);
                open.records.take(Fixture.batch(schema, new Object[] {copy, text}, new Object[] {null, ""}));
                open.records.encode(0);
                open.add(1, 0);
                open.add(2, 1);
                open.rows.copy();
            }
            open.connection.commit();
        }

        String staging = Staging.of(request).table().name();
        assertThat(db.query(
                        "SELECT count(*), count(id), sum(id), sum(length(text)) = sum(id % 7 * 30000) FROM " + staging))
                .containsExactly(List.of(2 * copies, copies, copies * (copies - 1) / 2, 1));
        assertThat(db.column("PRAGMA integrity_check")).containsExactly("ok");
    }

    private OpenTransfer open(WriteRequest request) throws Exception {
        SqliteDialect dialect = new SqliteDialect();
        Path path = folder.resolve("rows");
        Connection connection = SqliteFile.of(request.options()).write(Purpose.LOAD);
        connection.setAutoCommit(false);
        Table table = dialect.table(connection, Staging.of(request).table()).orElseThrow();
        ScratchColumns columns = new ScratchColumns(request.schema(), table, TextEncoding.UTF_8);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        String staging = dialect.quote(table.name());
        RowTransfer rows = new RowTransfer(
                connection, staging, new ScratchFile(path).uri(), columns, new TableWriter(file, TextEncoding.UTF_8));
        return new OpenTransfer(connection, file, staging, columns, new RecordEncoder(columns.encoders()), rows);
    }

    private record OpenTransfer(
            Connection connection,
            RandomAccessFile file,
            String staging,
            ScratchColumns columns,
            RecordEncoder records,
            RowTransfer rows)
            implements AutoCloseable {
        void add(long rowid, int record) throws IOException {
            rows.add(rowid, records.bytes(), records.start(record), records.length(record));
        }

        @Override
        public void close() throws Exception {
            connection.close();
            file.close();
        }
    }
}
