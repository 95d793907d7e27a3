package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkCopyTest {
    private static final String TABLE = "(id INT NOT NULL, name NVARCHAR(40) NULL, amount BIGINT NULL)";

    private SqlServerDatabase database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = TestingSqlServer.shared().createDatabase();
        connection = database.connect();
        execute("CREATE TABLE dbo.t " + TABLE);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        database.close();
    }

    private static void copy(Connection connection, int start, int end, int batch) throws SQLException {
        SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
        options.setTableLock(true);
        options.setKeepNulls(true);
        options.setBatchSize(batch);
        try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection)) {
            copy.setBulkCopyOptions(options);
            copy.setDestinationTableName("[dbo].[t]");
            copy.writeToServer(new BulkRange(start, end));
        }
    }

    @Test
    void loads_100_000_rows_in_batches() throws SQLException {
        copy(connection, 0, 100_000, 20_000);
        assertThat(first("SELECT COUNT_BIG(*) FROM t")).isEqualTo(100_000);
        assertThat(first("SELECT SUM(amount) FROM t")).isEqualTo(3L * 99_999 * 100_000 / 2);
    }

    @Test
    void loads_from_several_connections_at_once() throws SQLException {
        CompletableFuture<?>[] writers = new CompletableFuture<?>[3];
        for (int i = 0; i < writers.length; i++) {
            int start = i * 10_000;
            writers[i] = CompletableFuture.runAsync(() -> {
                try (Connection own = database.connect()) {
                    own.setAutoCommit(false);
                    copy(own, start, start + 10_000, 0);
                    own.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CompletableFuture.allOf(writers).join();
        assertThat(first("SELECT COUNT(DISTINCT id) FROM t")).isEqualTo(30_000);
    }

    @Test
    void takes_a_load_back_with_its_transaction() throws SQLException {
        connection.setAutoCommit(false);
        copy(connection, 0, 1000, 100);
        assertThat(first("SELECT COUNT(*) FROM t")).isEqualTo(1000);
        connection.rollback();
        assertThat(first("SELECT COUNT(*) FROM t")).isZero();
    }

    @Test
    void stores_nothing_of_a_load_with_a_duplicate_key() throws SQLException {
        execute("ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (id)");
        execute("INSERT INTO t (id) VALUES (500)");
        SQLException error = catchThrowableOfType(SQLException.class, () -> copy(connection, 0, 1000, 0));
        assertThat(error.getErrorCode()).isEqualTo(2627);
        assertThat(first("SELECT COUNT(*) FROM t")).isOne();
    }

    @Test
    void streams_large_values_both_ways() throws SQLException, IOException {
        int size = 40 << 20;
        execute("CREATE TABLE large (id INT NOT NULL, b VARBINARY(MAX) NULL)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO large (id, b) VALUES (?, ?)")) {
            insert.setInt(1, 1);
            insert.setBinaryStream(2, new Pattern(size), size);
            insert.executeUpdate();
        }
        try (Connection reading = DriverManager.getConnection(
                        database.jdbcUrl() + ";responseBuffering=adaptive", database.user(), database.password());
                Statement statement = reading.createStatement();
                ResultSet result = statement.executeQuery("SELECT b FROM large")) {
            assertThat(result.next()).isTrue();
            try (InputStream in = result.getBinaryStream(1);
                    InputStream expected = new Pattern(size)) {
                byte[] buffer = new byte[1 << 16];
                int count;
                while ((count = in.read(buffer)) > 0) {
                    for (int i = 0; i < count; i++) {
                        if (buffer[i] != (byte) expected.read()) {
                            throw new AssertionError("another byte");
                        }
                    }
                }
                assertThat(expected.read()).isEqualTo(-1);
            }
        }
    }

    /** So many bytes that repeat slowly. */
    private static final class Pattern extends InputStream {
        private final int size;
        private int position;

        Pattern(int size) {
            this.size = size;
        }

        @Override
        public int read() {
            return position < size ? (position++ * 31 >>> 3) & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, size - position);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = (byte) read();
            }
            return count > 0 || length == 0 ? count : -1;
        }
    }

    private long first(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
