package dev.sluice.connectors.sqlite;

import static dev.sluice.connectors.sqlite.Fixture.ORDERS;
import static dev.sluice.connectors.sqlite.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rows get into the staging table: in order, refused by number, and with nothing left beside. */
class SqliteLoadTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @Test
    void keysMayComeInAnyOrder() throws Exception {
        long[][] batches = {{3, 5, 9}, {10, 20}, {4, 1}, {Long.MAX_VALUE, Long.MIN_VALUE, -7}, {11, 12}};
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        db.write(request, Stream.of(batches).map(Fixture::orders).toArray(RecordBatch[]::new));

        assertThat(db.column("SELECT id || ' ' || note FROM orders ORDER BY id"))
                .isEqualTo(Stream.of(batches)
                        .flatMapToLong(Arrays::stream)
                        .sorted()
                        .mapToObj(id -> id + " note " + id)
                        .toList());
        assertThat(db.column("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void rowsWithoutAKeyKeepTheirOrder() throws Exception {
        Schema schema = new Schema(ORDERS.fields(), List.of());
        WriteRequest request = db.writeRequest("orders", schema, WriteMode.OVERWRITE);
        db.write(request, orders(3, 1), orders(2), orders(3, 0));

        assertThat(db.column("SELECT id FROM orders ORDER BY rowid")).containsExactly(3, 1, 2, 3, 0);
    }

    @Test
    void aKeyThatAnotherSplitHasIsRefusedWithItsRow() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(request);
        db.stage(request, handle, 0, 1, orders(10, 20));

        assertRefused(
                () -> db.stage(request, handle, 1, 1, orders(1, 2), orders(3, 20, 30)),
                "table 'orders', split 1, row 4: ");
        CommitToken token = db.stage(request, handle, 1, 2, orders(1, 2));
        assertThat(token.rows()).isEqualTo(2);
    }

    @Test
    void aKeyOfSeveralColumnsIsRefusedWithItsRow() throws Exception {
        Schema schema = new Schema(ORDERS.fields(), List.of("note", "id"));
        WriteRequest request = db.writeRequest("orders", schema, WriteMode.OVERWRITE);

        assertRefused(() -> db.write(request, orders(5, 7), orders(9, 7)), "split 0, row 4: ");
    }

    @Test
    void noKeyIsRefusedRatherThanMadeUp() {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);

        assertRefused(
                () -> db.write(
                        request, orders(1), Fixture.batch(ORDERS, new Object[] {2L, "x"}, new Object[] {null, "y"})),
                "split 0, row 3, column 'id': a primary key can't be null");
    }

    @Test
    void nullInARequiredColumnIsRefusedWithItsRow() {
        Schema schema = Schema.of(Field.required("a", Type.STRING), Field.of("b", Type.STRING));
        WriteRequest request = db.writeRequest("t", schema, WriteMode.OVERWRITE);

        assertRefused(
                () -> db.write(
                        request,
                        Fixture.batch(schema, new Object[] {"x", "y"}),
                        Fixture.batch(schema, new Object[] {"x", null}, new Object[] {null, "y"})),
                "table 't', split 0, row 3, column 'a': [SQLITE_CONSTRAINT_NOTNULL]");
    }

    @Test
    void aLoadLeavesNothingBesideTheDatabase() throws Exception {
        db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1));
        assertThat(files(folder)).containsExactly("test.db");

        assertRefused(() -> db.write(db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE), orders(1, 1)), "row 2: ");
        assertThat(files(folder)).containsExactly("test.db");
    }

    @Test
    void whatAKilledRunLeftIsDeletedByTheNextAndByAnAbort() throws Exception {
        WriteRequest killed = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = db.destination.begin(killed);
        ScratchFile left = ScratchFile.of(new WriteTask(killed, handle, 3, 2));
        WriteRequest other = db.writeRequest("others", ORDERS, WriteMode.OVERWRITE);
        ScratchFile others = ScratchFile.of(new WriteTask(other, handle, 0, 1));
        left.create().close();
        others.create().close();
        assertThat(left.path()).hasParent(folder);

        WriteRequest next = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        WriteHandle nextHandle = db.destination.begin(next);
        assertThat(left.path()).doesNotExist();
        left.create().close();
        db.destination.abort(next, nextHandle);
        assertThat(left.path()).doesNotExist();
        assertThat(others.path()).exists();
    }

    @Test
    void nobodyElseMayReadTheRowsOnTheirWay() throws Exception {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        ScratchFile file = ScratchFile.of(new WriteTask(request, db.destination.begin(request), 0, 1));
        file.create().close();

        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(Files.getPosixFilePermissions(file.path()))
                    .hasSize(2)
                    .allMatch(permission -> permission.name().startsWith("OWNER_"));
        }
    }

    @Test
    void aFullDiskIsSaid() {
        WriteRequest request = db.writeRequest("orders", ORDERS, WriteMode.OVERWRITE);
        ScratchFile file = new ScratchFile(folder.resolve("rows"));

        assertThat(file.failure(request.target(), new IOException("No space left on device")))
                .hasMessageContaining("table 'orders'")
                .hasMessageContaining("no space left on the disk")
                .extracting(ConnectorException::code)
                .isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void aPathMayHoldAnyCharacters() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("it's 100% #1?ü"));
        Fixture there = new Fixture(odd);
        WriteRequest request = there.writeRequest("it's", ORDERS, WriteMode.OVERWRITE);
        WriteHandle handle = there.destination.begin(request);
        CommitToken token = there.stage(request, handle, 0, 1, orders(1, 2));
        there.destination.commit(request, handle, new Commit(List.of(token), ""));

        assertThat(files(odd)).containsExactly("test.db");
    }

    private static Set<String> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContaining(message);
    }
}
