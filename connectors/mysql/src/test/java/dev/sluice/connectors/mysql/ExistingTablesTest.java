package dev.sluice.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.testkit.conformance.WriteSession;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that somebody else has made, and what is written to them, on both products. */
class ExistingTablesTest {
    private static final Schema SCHEMA = schema(Field.required("id", Type.INT32), Field.of("v", Type.STRING));
    private static final List<TestingMysqlDatabase> DATABASES = new ArrayList<>();

    @BeforeAll
    static void createDatabases() {
        DATABASES.add(TestingMysql.mysql().createDatabase());
        DATABASES.add(TestingMysql.mariadb().createDatabase());
    }

    @AfterAll
    static void dropDatabases() {
        DATABASES.forEach(TestingMysqlDatabase::close);
        DATABASES.clear();
    }

    static Stream<TestingMysqlDatabase> databases() {
        return DATABASES.stream();
    }

    /** The first column is the key. */
    private static Schema schema(Field... fields) {
        return new Schema(List.of(fields), List.of(fields[0].name()));
    }

    private static RecordBatch rows(Schema schema, Object... values) {
        BatchBuilder rows = new BatchBuilder(schema, values.length);
        for (int i = 0; i < values.length; i++) {
            int column = i % schema.size();
            Values.append(schema.type(column), rows.column(column), values[i]);
        }
        return rows.build();
    }

    private static WriteRequest request(TestingMysqlDatabase database, String table, WriteMode mode, Schema schema) {
        return WriteSession.request(new MysqlSystem(database), StreamName.of(table), schema, mode, false);
    }

    private static void write(TestingMysqlDatabase database, String table, WriteMode mode, RecordBatch rows)
            throws Exception {
        WriteSession session =
                WriteSession.begin(new MysqlSystem(database), request(database, table, mode, rows.schema()));
        try {
            session.commit(session.write(0, 1, rows));
        } catch (Exception e) {
            session.abort();
            throw e;
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aZeroInAColumnThatCountsByItselfStaysZero(TestingMysqlDatabase database) throws Exception {
        for (WriteMode mode : WriteMode.values()) {
            String table = "zero_" + mode;
            database.execute("create table " + table + " (id int auto_increment primary key, v varchar(20))");

            write(database, table, mode, rows(SCHEMA, 0, "zero", 1, "one", 2, "two"));
            if (mode == WriteMode.MERGE) {
                write(database, table, mode, rows(SCHEMA, 0, "zero", 1, "one", 2, "two"));
            }

            assertThat(database.query("select * from " + table + " order by id"))
                    .as(mode.name())
                    .containsExactly(List.of("0", "zero"), List.of("1", "one"), List.of("2", "two"));
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aTableOfAnyNameIsMergedInto(TestingMysqlDatabase database) throws Exception {
        for (String table : List.of("s", "S", "t", "d")) {
            database.execute("create table " + table + " (id int primary key, v varchar(20))");
            database.execute("insert into " + table + " values (1, 'old'), (3, 'kept')");

            write(database, table, WriteMode.MERGE, rows(SCHEMA, 1, "new", 2, "added"));

            assertThat(database.query("select * from " + table + " order by id"))
                    .as(table)
                    .containsExactly(List.of("1", "new"), List.of("2", "added"), List.of("3", "kept"));
            database.execute("drop table " + table);
        }
    }
}
