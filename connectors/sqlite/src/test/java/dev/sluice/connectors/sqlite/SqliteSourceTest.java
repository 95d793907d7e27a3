package dev.sluice.connectors.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSourceTest {
    @TempDir
    Path folder;

    private Fixture db;

    @BeforeEach
    void open() {
        db = new Fixture(folder);
    }

    @Test
    void declaredTypesAreReadByTheirNames() throws Exception {
        db.run("CREATE TABLE t (a INTEGER, b BIGINT UNSIGNED, c BOOLEAN, d DOUBLE PRECISION, e DECIMAL(12,2), f"
                + " NUMERIC, g VARCHAR(20), h DATE, i DATETIME, j TIMESTAMP(3), k TIMESTAMP WITH TIME ZONE, l"
                + " TIME, m BLOB, n UUID, o JSON, p, q STRING, r DECIMAL_TEXT(38,5), s FLOAT4, t CHARINT, u"
                + " CUSTOM)");

        assertThat(db.stream("t").schema().fields().stream().map(Field::type))
                .containsExactly(
                        Type.INT64,
                        Type.INT64,
                        Type.BOOLEAN,
                        Type.FLOAT64,
                        new Type.Decimal(12, 2),
                        Type.NUMERIC,
                        Type.STRING,
                        Type.DATE,
                        new Type.Timestamp(6),
                        new Type.Timestamp(3),
                        new Type.TimestampTz(6),
                        new Type.Time(6),
                        Type.BINARY,
                        Type.UUID,
                        Type.JSON,
                        Type.STRING,
                        Type.STRING,
                        new Type.Decimal(38, 5),
                        Type.FLOAT32,
                        Type.INT64,
                        Type.STRING);
    }

    @Test
    void valuesAreReadExactly() throws Exception {
        db.run(
                "CREATE TABLE t (a INTEGER, b BOOLEAN, c REAL, d DECIMAL(12,2), e NUMERIC, f TEXT, g BLOB, h UUID)",
                "INSERT INTO t VALUES (9223372036854775807, 1, 0.1, 10.5, 1e2, '', x'',"
                        + " x'00112233445566778899AABBCCDDEEFF')",
                "INSERT INTO t VALUES (-9223372036854775808, 0, 3, '7', '0.30', NULL, x'00FF', NULL)");

        List<List<Object>> rows = db.read("t");
        assertThat(rows.get(0).subList(0, 6))
                .containsExactly(Long.MAX_VALUE, true, 0.1, new BigDecimal("10.50"), "100", "");
        assertThat((byte[]) rows.get(0).get(6)).isEmpty();
        assertThat(rows.get(0).get(7)).isEqualTo(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        assertThat(rows.get(1).subList(0, 6))
                .isEqualTo(Arrays.asList(Long.MIN_VALUE, false, 3.0, new BigDecimal("7.00"), "0.3", null));
        assertThat((byte[]) rows.get(1).get(6)).containsExactly(0, 0xFF);
    }

    @Test
    void contract06ClocksAreReadFromIsoTextInAnyZone() throws Exception {
        db.run(
                "CREATE TABLE t (a DATE, b DATETIME, c TIMESTAMP_TZ, d TIME)",
                "INSERT INTO t VALUES ('1583-02-28', '1969-12-31 23:59:59.5', '2024-03-10T02:30:00-05:00',"
                        + " '23:59:59')");

        assertThat(db.read("t"))
                .containsExactly(List.of(
                        LocalDate.of(1583, 2, 28),
                        LocalDateTime.parse("1969-12-31T23:59:59.5"),
                        Instant.parse("2024-03-10T07:30:00Z"),
                        LocalTime.of(23, 59, 59)));
    }

    @Test
    void aColumnWithoutATypeIsReadAsText() throws Exception {
        db.run("CREATE TABLE t (x)", "INSERT INTO t VALUES (1), (1.5), ('a'), (NULL)");

        assertThat(db.read("t"))
                .containsExactly(List.of("1"), List.of("1.5"), List.of("a"), Arrays.asList((Object) null));
    }

    @Test
    void aValueThatDoesNotFitItsColumnIsRefusedWithItsRowid() throws Exception {
        Map<String, String> misfits = Map.of(
                "INTEGER", "'many'",
                "BOOLEAN", "2",
                "DECIMAL(4,2)", "0.125",
                "REAL", "'x'",
                "DATE", "20240101",
                "DATETIME", "'2024-01-01T00:00:00Z'",
                "TEXT", "x'FF'",
                "VARCHAR(9)", "CAST(x'61FF' AS TEXT)",
                "BLOB", "'text'",
                "UUID", "'no-uuid'");
        for (Map.Entry<String, String> misfit : misfits.entrySet()) {
            Files.deleteIfExists(db.path);
            db.run(
                    "CREATE TABLE t (x " + misfit.getKey() + ")",
                    "INSERT INTO t (rowid, x) VALUES (7, " + misfit.getValue() + ")");

            assertFailure(() -> db.read("t"), ErrorCode.VALUE_REFUSED, "table 't', rowid 7, column 'x'");
        }
    }

    @Test
    void aViewOfAColumnWithoutATypeIsReadAsTextToo() throws Exception {
        db.run(
                "CREATE TABLE t (x, b BLOB)",
                "INSERT INTO t VALUES (1, x'00ff'), ('a', NULL)",
                "CREATE VIEW v AS SELECT x, b, x || '!' AS e FROM t");

        assertThat(db.read("v")).hasSize(2).satisfies(rows -> {
            assertThat(rows.getFirst())
                    .startsWith("1", new byte[] {0, (byte) 0xFF})
                    .endsWith("1!");
            assertThat(rows.getLast()).containsExactly("a", null, "a!");
        });
    }

    @Test
    void whatCannotBeReadKeepsNoneFromReadingTheRest() throws Exception {
        db.run(
                "CREATE TABLE t (x INTEGER)",
                "CREATE TABLE gone (x INTEGER)",
                "CREATE VIEW v AS SELECT x FROM gone",
                "DROP TABLE gone",
                "PRAGMA writable_schema = ON",
                "INSERT INTO sqlite_schema VALUES ('table', 'm', 'm', 0, 'CREATE VIRTUAL TABLE m USING elsewhere(x)')");

        assertThat(db.stream("t").schema().names()).containsExactly("x");
        assertThat(db.stream("v").schema().size()).isZero();
        assertThat(db.stream("v").comment()).contains("no such table: main.gone");
        assertThat(db.stream("m").schema().size()).isZero();
        assertThat(db.stream("m").comment()).contains("no such module: elsewhere");
    }

    @Test
    void onlyAKeyThatIsTheRowidIsNeverNull() throws Exception {
        db.run(
                "CREATE TABLE pairs (a INTEGER, b INTEGER, PRIMARY KEY (a, b))",
                "CREATE TABLE descending (a INTEGER PRIMARY KEY DESC, b INTEGER)",
                "CREATE TABLE rowids (a INTEGER PRIMARY KEY, b INTEGER)",
                "CREATE TABLE without (a INTEGER PRIMARY KEY, b INTEGER) WITHOUT ROWID",
                "INSERT INTO pairs VALUES (NULL, 1)",
                "INSERT INTO descending VALUES (NULL, 1)");

        for (String table : List.of("pairs", "descending")) {
            assertThat(db.stream(table).schema().field(0).nullable()).as(table).isTrue();
            assertThat(db.read(table)).containsExactly(Arrays.asList(null, 1L));
        }
        for (String table : List.of("rowids", "without")) {
            assertThat(db.stream(table).schema().field(0).nullable()).as(table).isFalse();
        }
    }

    @Test
    void aValueThatDoesNotFitItsColumnFollowsThePolicy() throws Exception {
        db.run(
                "CREATE TABLE t (a TEXT, x INTEGER, y INTEGER NOT NULL)",
                "INSERT INTO t VALUES ('one', 1, 1), ('two', 'many', 2), ('three', 3, 3), ('four', NULL, x'FF')");

        List<BadRow> rejected = new ArrayList<>();
        assertThat(db.read(db.readRequest(db.stream("t"), 1), policy(OnError.REJECT, rejected)))
                .containsExactly(List.of("one", 1L, 1L), List.of("three", 3L, 3L));
        assertThat(rejected)
                .extracting(BadRow::file)
                .containsExactly("SQLite table 't', rowid 2", "SQLite table 't', rowid 4");
        assertThat(rejected.getFirst().column()).isEqualTo("x");
        assertThat(rejected)
                .extracting(row -> new String(row.raw(), StandardCharsets.UTF_8))
                .containsExactly(
                        "{\"a\":\"two\",\"x\":\"many\",\"y\":2}", "{\"a\":\"four\",\"x\":null,\"y\":\"/w==\"}");

        db.run("UPDATE t SET y = 4 WHERE rowid = 4");
        List<BadRow> nulls = new ArrayList<>();
        assertThat(db.read(db.readRequest(db.stream("t"), 1), policy(OnError.NULL, nulls)))
                .containsExactly(
                        List.of("one", 1L, 1L),
                        Arrays.asList("two", null, 2L),
                        List.of("three", 3L, 3L),
                        Arrays.asList("four", null, 4L));
        assertThat(nulls).hasSize(1);
    }

    private static RowErrors policy(OnError policy, List<BadRow> bad) {
        return new RowErrors() {
            @Override
            public OnError policy() {
                return policy;
            }

            @Override
            public void reject(BadRow row) {
                bad.add(row);
            }

            @Override
            public void becomesNull(BadRow row) {
                bad.add(row);
            }
        };
    }

    @Test
    void aQueryThatCastsReadsWhatTheTableRefuses() throws Exception {
        db.run("CREATE TABLE t (id INTEGER, x INTEGER)", "INSERT INTO t VALUES (1, 'many'), (2, 5)");
        CatalogStream stream = query("SELECT id, CAST(x AS TEXT) AS x FROM t -- all of it");

        assertThat(stream.schema().names()).containsExactly("id", "x");
        assertThat(db.read(db.readRequest(stream, 4))).containsExactly(List.of(1L, "many"), List.of(2L, "5"));
    }

    @Test
    void aBrokenQueryIsNamed() throws Exception {
        db.run("CREATE TABLE t (id INTEGER)");

        assertFailure(() -> query("SELECT nothing FROM t"), ErrorCode.INVALID_CONFIGURATION, "query 'q'");
    }

    private CatalogStream query(String sql) {
        return db.source
                .discoverSchema(new DiscoverRequest(db.sourceOptions(), Map.of("q", sql)))
                .streams()
                .getLast();
    }

    @Test
    void tablesAndViewsAreListedAndOursAreNot() throws Exception {
        db.run(
                "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT NOT NULL)",
                "CREATE TABLE \"_sluice_state\" (x)",
                "CREATE TABLE k (x INT, y INT, PRIMARY KEY (y, x)) WITHOUT ROWID",
                "CREATE VIEW a AS SELECT id FROM b");

        List<CatalogStream> streams =
                db.source.discoverSchema(DiscoverRequest.of(db.sourceOptions())).streams();
        assertThat(streams.stream().map(stream -> stream.name().name())).containsExactly("a", "b", "k");
        assertThat(streams.get(1).schema().primaryKey()).containsExactly("id");
        assertThat(streams.get(1).schema().fields().stream().map(Field::nullable))
                .containsExactly(false, false);
        assertThat(streams.get(2).schema().primaryKey()).containsExactly("y", "x");
    }

    @Test
    void contract21OddNamesAreQuoted() throws Exception {
        db.run(
                "CREATE TABLE \"sel\"\"ect *'\" (\"or der\" INTEGER, \"größe\" TEXT, \"rowid\" TEXT)",
                "INSERT INTO \"sel\"\"ect *'\" VALUES (1, 'x', 'mine')");

        assertThat(db.read("sel\"ect *'")).containsExactly(List.of(1L, "x", "mine"));
    }

    @Test
    void contract04SplitsHoldEachRowOnceWhateverTheRowids() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 12; round++) {
            Files.deleteIfExists(db.path);
            TreeSet<Long> rowids = new TreeSet<>();
            long spread = 1L << (17 + random.nextInt(46));
            for (int i = 0; i < 200; i++) {
                rowids.add(random.nextLong() % spread);
            }
            if (round % 3 == 0) {
                rowids.addAll(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L));
            }
            StringBuilder insert = new StringBuilder("INSERT INTO t VALUES (");
            rowids.forEach(id -> insert.append(id).append("), ("));
            db.run("CREATE TABLE t (id INTEGER PRIMARY KEY)", insert.substring(0, insert.length() - 3));
            ReadRequest request = db.readRequest(db.stream("t"), 1 + random.nextInt(7));

            List<Object> read = new ArrayList<>();
            try (SplitPlan plan = db.source.planSplits(request)) {
                for (Split split : plan.splits()) {
                    db.read(request, split).forEach(row -> read.add(row.getFirst()));
                }
            }
            assertThat(read).isEqualTo(new ArrayList<Object>(rowids));
        }
    }

    /** From rows that fill a page of SQLite's many times to one that needs more than all rows around it together. */
    @Test
    void rowsOfAnyLengthAreReadInOrder() throws Exception {
        db.run(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT -1500 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                        + " INSERT INTO t SELECT i, replace(hex(zeroblob(CASE WHEN i = 1000 THEN 6000000"
                        + " WHEN i % 500 = 0 THEN 300000 WHEN i % 50 = 0 THEN 40000 + i ELSE abs(i % 90) END)), '00',"
                        + " printf('%02d', abs(i % 100))) FROM n");

        List<List<Object>> rows = db.read("t");
        assertThat(rows).hasSize(3001);
        for (int i = 0; i < rows.size(); i++) {
            long id = i - 1500L;
            long length =
                    id == 1000 ? 6_000_000 : id % 500 == 0 ? 300_000 : id % 50 == 0 ? 40_000 + id : Math.abs(id % 90);
            String digits = String.format("%02d", Math.abs(id % 100)).repeat((int) length);
            assertThat(rows.get(i).getFirst()).isEqualTo(id);
            assertThat(rows.get(i).getLast().equals(digits))
                    .as("the text of row %d", id)
                    .isTrue();
        }
    }

    @Test
    void aRowidCanHaveAnotherNameAndARowManyColumns() throws Exception {
        String columns =
                IntStream.range(0, 300).mapToObj(i -> "c" + i + " INTEGER").collect(Collectors.joining(", "));
        String values = IntStream.range(0, 300).mapToObj(i -> "n * " + i).collect(Collectors.joining(", "));
        db.run(
                "CREATE TABLE t (rowid TEXT, " + columns + ")",
                "INSERT INTO t SELECT 'a', " + values + " FROM (SELECT -70000 AS n UNION ALL SELECT 5000000000)");

        List<List<Object>> rows = db.read("t");
        assertThat(rows).hasSize(2);
        for (int i = 0; i < 300; i++) {
            assertThat(rows.get(0).get(i + 1)).isEqualTo(-70_000L * i);
            assertThat(rows.get(1).get(i + 1)).isEqualTo(5_000_000_000L * i);
        }
        assertThat(rows.get(0).getFirst()).isEqualTo("a");
    }

    @Test
    void aTableIsCutIntoRangesForSeveralReaders() throws Exception {
        manyRows("");
        ReadRequest request = db.readRequest(db.stream("t"), 2);

        try (SplitPlan plan = db.source.planSplits(request)) {
            assertThat(plan.splits()).hasSize(4);
        }
        assertThat(db.read(request)).hasSize(200_000);
    }

    @Test
    void aPlanKeepsCommitsWaitingSoThatAllSplitsSeeOnePointInTime() throws Exception {
        manyRows("");
        try (SplitPlan plan = db.source.planSplits(db.readRequest(db.stream("t"), 2))) {
            assertThat(plan.splits()).hasSizeGreaterThan(1);
            assertThatThrownBy(() -> db.run("PRAGMA busy_timeout = 0", "DELETE FROM t"))
                    .hasMessageContaining("SQLITE_BUSY");
        }
    }

    @Test
    void inWalModeOneReaderReadsAllUnlessToldOtherwise() throws Exception {
        manyRows("PRAGMA journal_mode = WAL");
        try (SplitPlan plan = db.source.planSplits(db.readRequest(db.stream("t"), 2))) {
            assertThat(plan.splits()).hasSize(1);
            assertThat(plan.notes().getFirst()).contains("consistent_read");
        }
        try (SplitPlan plan = db.source.planSplits(db.readRequest(db.stream("t"), 2, "consistent_read", false))) {
            assertThat(plan.splits()).hasSize(4);
            assertThat(plan.notes().getFirst()).contains("not read at one point in time");
        }
    }

    private void manyRows(String pragma) throws Exception {
        db.run(
                pragma.isEmpty() ? "SELECT 1" : pragma,
                "CREATE TABLE t (id INTEGER PRIMARY KEY)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                        + " INSERT INTO t SELECT i FROM n");
    }

    @Test
    void aMissingFileAFolderAndAFileThatIsNoDatabaseAreTold() throws Exception {
        assertFailure(
                () -> db.source.testConnection(db.sourceOptions()), ErrorCode.DATABASE_NOT_FOUND, "no SQLite file");

        Files.createDirectory(db.path);
        assertFailure(() -> db.source.testConnection(db.sourceOptions()), ErrorCode.DATABASE_NOT_FOUND, "is a folder");

        Files.delete(db.path);
        Files.writeString(db.path, "This is not a database, but it is long enough to be taken for one. ".repeat(20));
        assertFailure(() -> db.source.testConnection(db.sourceOptions()), ErrorCode.MALFORMED_INPUT, "database_path");
    }

    @Test
    void aTruncatedDatabaseIsTold() throws Exception {
        db.run(
                "CREATE TABLE t (x TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                        + " INSERT INTO t SELECT printf('%0100d', i) FROM n");
        CatalogStream stream = db.stream("t");
        byte[] whole = Files.readAllBytes(db.path);
        Files.write(db.path, Arrays.copyOf(whole, whole.length / 2));

        assertFailure(() -> db.read(db.readRequest(stream, 1)), ErrorCode.MALFORMED_INPUT, "integrity_check");
    }

    @Test
    void aFileNameMayHoldWhatMeansSomethingInAUri() throws Exception {
        Fixture odd = new Fixture(Files.createDirectory(folder.resolve("50% #1 & why")));
        odd.run("CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)");

        assertThat(odd.read("t")).containsExactly(List.of(1L));
    }

    @Test
    void aTransactionThatACrashLeftHalfWrittenIsNotSeen() throws Exception {
        manyRows("");
        Fixture crashed = new Fixture(Files.createDirectory(folder.resolve("crashed")));
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + db.path);
                Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA cache_size = 5");
            statement.execute("BEGIN");
            statement.execute("DELETE FROM t WHERE id % 2 = 0");
            Files.copy(db.path, crashed.path);
            Files.copy(folder.resolve("test.db-journal"), crashed.path.resolveSibling("test.db-journal"));
        }

        assertThat(crashed.read("t")).hasSize(200_000);
    }

    @Test
    void aReadOnlyFileCanBeRead() throws Exception {
        db.run("CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)");
        assertThat(db.path.toFile().setWritable(false)).isTrue();

        assertThat(db.read("t")).containsExactly(List.of(1L));
    }

    private static void assertFailure(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
