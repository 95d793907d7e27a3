package dev.sluice.connectors.sqlite.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQLite itself is the judge: of the file, of each value, and of the bytes that the records take. */
class TableWriterTest {
    private static final List<Type> TYPES = List.of(Type.INT64, Type.FLOAT64, Type.STRING, Type.BINARY, Type.BOOLEAN);
    private static final String[] DECLARED = {"INTEGER", "REAL", "TEXT", "BLOB", "NUMERIC"};
    private static final long[] INTEGERS = {
        0,
        1,
        2,
        -1,
        127,
        128,
        -128,
        -129,
        32_767,
        32_768,
        -32_768,
        -32_769,
        8_388_607,
        8_388_608,
        -8_388_608,
        -8_388_609,
        Integer.MAX_VALUE,
        1L << 31,
        Integer.MIN_VALUE,
        -(1L << 31) - 1,
        (1L << 47) - 1,
        1L << 47,
        -(1L << 47),
        -(1L << 47) - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] REALS = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        2.5e300,
        1e15,
        140_737_488_355_327.0,
        140_737_488_355_328.0,
        -140_737_488_355_328.0,
        -140_737_488_355_329.0,
        9.223372036854775807E18,
        -9.223372036854775808E18,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomRowsAreStoredAsSqliteStoresThem(long seed) throws Exception {
        Random random = new Random(seed);
        List<Integer> columns = IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> random.nextInt(TYPES.size()))
                .toList();
        int longest = 1 << 4 + random.nextInt(14);
        int count = (1 << 22) / longest / columns.size() + random.nextInt(10);
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(count, 20_000); row++) {
            rows.add(columns.stream().map(type -> value(type, random, longest)).toArray());
        }
        assertStoredAlike(columns, rows, TextEncoding.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsInTheDatabasesEncoding(TextEncoding encoding) throws Exception {
        assertStoredAlike(List.of(2, 0), List.of(new Object[] {"Größe 😀\0x", 1L}, new Object[] {"", 2L}), encoding);
    }

    @Test
    void valuesOfEveryLengthAroundAPagesBordersAreWhole() throws Exception {
        List<Object[]> rows = new ArrayList<>();
        for (int border : new int[] {120, 16_380, 65_501, 65_536, 65_536 + 8_199, 2 * 65_536, 3 * 65_536 - 20}) {
            for (int length = border - 40; length < border + 10; length++) {
                rows.add(new Object[] {"x".repeat(length), (long) length});
            }
        }
        rows.add(new Object[] {"y".repeat(10_000_000), 1L});
        rows.add(new Object[] {"", null});
        assertStoredAlike(List.of(2, 0), rows, TextEncoding.UTF_8);
    }

    @Test
    void noRowsAreAnEmptyTable() throws Exception {
        assertStoredAlike(List.of(0), List.of(), TextEncoding.UTF_8);
    }

    @Test
    void manyColumnsAreATable() throws Exception {
        List<Integer> columns =
                IntStream.range(0, 900).mapToObj(i -> i % TYPES.size()).toList();
        Random random = new Random(1);
        List<Object[]> rows = IntStream.range(0, 20)
                .mapToObj(row ->
                        columns.stream().map(type -> value(type, random, 40)).toArray())
                .toList();
        assertStoredAlike(columns, rows, TextEncoding.UTF_8);
    }

    /** Each leaf holds one row, and a page above them some 4,000 leaves. */
    @Test
    void theTreeHasAsManyLevelsAsItTakes() throws Exception {
        int rows = 9_000;
        Schema schema = schema(List.of(3));
        RecordEncoder records = encoder(List.of(3), TextEncoding.UTF_8);
        records.take(batch(schema, List.<Object[]>of(new Object[] {new byte[40_000]})));
        records.encode(0);
        Path path = folder.resolve("ours.db");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            TableWriter writer = new TableWriter(file, TextEncoding.UTF_8);
            for (int row = 0; row < rows; row++) {
                writer.add(Long.MAX_VALUE - rows + row, records.bytes(), records.start(0), records.length(0));
            }
            String longerThanAPage = " /* " + "x".repeat(200_000) + " */";
            writer.finish("t", createTable(List.of(3)) + longerThanAPage);
        }
        try (Connection connection = open(path)) {
            assertThat(integrity(connection)).isEqualTo("ok");
            assertThat(Statements.queryLong(connection, "SELECT count(*) FROM t WHERE length(c0) = 40000"))
                    .isEqualTo(rows);
            assertThat(Statements.queryLong(
                            connection, "SELECT count(*) FROM t WHERE rowid = ?", Long.MAX_VALUE - rows / 2))
                    .isEqualTo(1);
        }
    }

    @Test
    void thePageWithSqlitesLocksIsLeftOut() {
        int page = (1 << 30) / PageFormat.PAGE_SIZE + 1;

        assertThat(PageFile.after(page - 2)).isEqualTo(page - 1);
        assertThat(PageFile.after(page - 1)).isEqualTo(page + 1);
    }

    private void assertStoredAlike(List<Integer> columns, List<Object[]> rows, TextEncoding encoding) throws Exception {
        Path ours = folder.resolve("ours.db");
        write(ours, columns, rows, encoding);
        try (Connection expected = open(folder.resolve("sqlites.db"));
                Connection actual = open(ours)) {
            insert(expected, columns, rows, encoding);
            assertThat(integrity(actual)).isEqualTo("ok");
            assertThat(Statements.query(actual, "PRAGMA encoding", row -> row.getString(1)))
                    .isEqualTo(Statements.query(expected, "PRAGMA encoding", row -> row.getString(1)));
            assertThat(values(actual, columns.size())).isEqualTo(values(expected, columns.size()));
            String payload = "SELECT sum(payload) FROM dbstat WHERE name = 't' AND pagetype <> 'internal'";
            assertThat(Statements.queryLong(actual, payload)).isEqualTo(Statements.queryLong(expected, payload));
        }
    }

    private static void write(Path path, List<Integer> columns, List<Object[]> rows, TextEncoding encoding)
            throws IOException {
        RecordEncoder records = encoder(columns, encoding);
        RecordBatch batch = batch(schema(columns), rows);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            TableWriter writer = new TableWriter(file, encoding);
            records.take(batch);
            int encoded = 0;
            for (int from = 0; from < rows.size(); from += encoded) {
                encoded = records.encode(from);
                for (int i = 0; i < encoded; i++) {
                    writer.add(from + i + 1, records.bytes(), records.start(i), records.length(i));
                }
            }
            writer.finish("t", createTable(columns));
        }
    }

    private static RecordEncoder encoder(List<Integer> columns, TextEncoding encoding) {
        return new RecordEncoder(columns.stream()
                .map(type -> ColumnEncoder.of(TYPES.get(type), DECLARED[type].equals("REAL"), encoding))
                .toList());
    }

    private static void insert(Connection connection, List<Integer> columns, List<Object[]> rows, TextEncoding encoding)
            throws SQLException {
        Statements.run(connection, "PRAGMA page_size = 65536");
        Statements.run(connection, "PRAGMA encoding = '" + encoding.charset().name() + "'");
        Statements.run(connection, createTable(columns));
        String parameters = columns.stream()
                .map(type -> TYPES.get(type) == Type.STRING ? "CAST(? AS TEXT)" : "?")
                .collect(Collectors.joining(", "));
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO t VALUES (" + parameters + ")")) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(
                            i + 1, row[i] instanceof String text ? text.getBytes(encoding.charset()) : row[i]);
                }
                statement.executeUpdate();
            }
        }
        connection.commit();
    }

    private static String createTable(List<Integer> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "c" + i + " " + DECLARED[columns.get(i)])
                .collect(Collectors.joining(", ", "CREATE TABLE t (", ")"));
    }

    private static Schema schema(List<Integer> columns) {
        return Schema.of(IntStream.range(0, columns.size())
                .mapToObj(i -> Field.of("c" + i, TYPES.get(columns.get(i))))
                .toList());
    }

    private static RecordBatch batch(Schema schema, List<Object[]> rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.size() + 1);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                Values.append(schema.type(i), builder.column(i), row[i]);
            }
        }
        return builder.build();
    }

    private static Object value(int type, Random random, int longest) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        int length = random.nextInt(random.nextInt(50) == 0 ? longest : Math.min(longest, 100));
        Type logical = TYPES.get(type);
        if (logical == Type.INT64) {
            return random.nextBoolean()
                    ? INTEGERS[random.nextInt(INTEGERS.length)]
                    : random.nextLong() >> random.nextInt(64);
        }
        if (logical == Type.FLOAT64) {
            return random.nextBoolean() ? REALS[random.nextInt(REALS.length)] : random.nextInt(2_000) / 4.0;
        }
        if (logical == Type.BOOLEAN) {
            return random.nextBoolean();
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (logical == Type.BINARY) {
            return bytes;
        }
        return IntStream.range(0, length)
                .mapToObj(i -> bytes[i] < -120 ? "ü😀" : Character.toString(bytes[i] & 0x7F))
                .collect(Collectors.joining());
    }

    private static List<String> values(Connection connection, int columns) throws SQLException {
        String list = IntStream.range(0, columns)
                .mapToObj(i -> "c" + i)
                .map(c -> "typeof(" + c + "), CASE typeof(" + c + ") WHEN 'real' THEN quote(" + c + ") ELSE hex(" + c
                        + ") END")
                .collect(Collectors.joining(", "));
        return Statements.query(connection, "SELECT rowid, " + list + " FROM t ORDER BY rowid", row -> {
            String[] values = new String[2 * columns + 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getString(i + 1);
            }
            String all = String.join(" ", values);
            return all.substring(0, Math.min(200, all.length())) + " " + all.hashCode();
        });
    }

    private static Connection open(Path path) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + path);
    }

    private static String integrity(Connection connection) throws SQLException {
        return Statements.query(connection, "PRAGMA integrity_check", row -> row.getString(1))
                .getFirst();
    }
}
