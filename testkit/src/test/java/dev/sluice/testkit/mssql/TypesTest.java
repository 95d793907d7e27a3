package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import microsoft.sql.DateTimeOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypesTest {
    private static SqlServerDatabase database;
    private Connection connection;

    @BeforeAll
    static void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        // else the driver sends times as datetime, with three digits
        connection = DriverManager.getConnection(
                database.jdbcUrl() + ";sendTimeAsDatetime=false", database.user(), database.password());
        execute("DROP TABLE IF EXISTS dbo.v");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    static List<TypeSample> samples() {
        return TypeSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keeps_literals(TypeSample sample) throws SQLException {
        execute("CREATE TABLE dbo.v (id INT NOT NULL, v " + sample.type() + " NULL)");
        for (int i = 0; i < sample.literals().size(); i++) {
            execute("INSERT INTO dbo.v (id, v) VALUES (" + i + ", "
                    + sample.literals().get(i) + ")");
        }
        execute("INSERT INTO dbo.v (id, v) VALUES (100, NULL)");
        assertStored(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keeps_parameters(TypeSample sample) throws SQLException {
        execute("CREATE TABLE dbo.v (id INT NOT NULL, v " + sample.type() + " NULL)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO dbo.v (id, v) VALUES (?, ?)")) {
            for (int i = 0; i < sample.values().size(); i++) {
                insert.setInt(1, i);
                set((SQLServerPreparedStatement) insert, sample.values().get(i));
                assertThat(insert.executeUpdate()).isOne();
            }
            insert.setInt(1, 100);
            insert.setNull(2, sample.jdbcType());
            insert.executeUpdate();
        }
        assertStored(sample);
    }

    private static void set(SQLServerPreparedStatement insert, Object value) throws SQLException {
        switch (value) {
            case DateTimeOffset offset -> insert.setDateTimeOffset(2, offset);
            case String text -> insert.setNString(2, text);
            default -> insert.setObject(2, value);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void keeps_bulk_copied_values(TypeSample sample) throws SQLException {
        execute("CREATE TABLE dbo.v (id INT NOT NULL, v " + sample.type() + " NULL)");
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < sample.values().size(); i++) {
            Object value = sample.values().get(i);
            rows.add(new Object[] {i, value});
        }
        rows.add(new Object[] {100, null});
        SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
        options.setTableLock(true);
        options.setKeepNulls(true);
        try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection)) {
            copy.setBulkCopyOptions(options);
            copy.setDestinationTableName("[dbo].[v]");
            copy.writeToServer(new BulkRowsOf(sample, rows));
        }
        assertStored(sample);
    }

    private void assertStored(TypeSample sample) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT v FROM dbo.v ORDER BY id")) {
            assertThat(result.getMetaData().getColumnTypeName(1))
                    .isEqualTo(sample.type().replaceAll("\\(.*", ""));
            for (Object value : sample.values()) {
                assertThat(result.next()).isTrue();
                assertThat(get(result, value)).isEqualTo(value);
            }
            assertThat(result.next()).isTrue();
            assertThat(result.getObject(1)).isNull();
            assertThat(result.next()).isFalse();
        }
    }

    private static Object get(ResultSet result, Object like) throws SQLException {
        return switch (like) {
            case LocalDate date -> result.getObject(1, LocalDate.class);
            case LocalTime time -> result.getObject(1, LocalTime.class);
            case LocalDateTime time -> result.getObject(1, LocalDateTime.class);
            case DateTimeOffset offset -> result.getObject(1, DateTimeOffset.class);
            case BigDecimal number -> result.getBigDecimal(1);
            case String text -> result.getString(1);
            case byte[] bytes -> result.getBytes(1);
            default -> result.getObject(1);
        };
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
