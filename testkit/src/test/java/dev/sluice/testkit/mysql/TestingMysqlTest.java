package dev.sluice.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.testkit.server.KilledProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestingMysqlTest {
    enum Product {
        MYSQL(TestingMysql::mysql, MysqlInstallation::unpacked),
        MARIADB(TestingMysql::mariadb, MariaDbInstallation::unpacked);

        private final Supplier<TestingMysql> shared;
        private final Callable<Installation> unpacked;

        Product(Supplier<TestingMysql> shared, Callable<Installation> unpacked) {
            this.shared = shared;
            this.unpacked = unpacked;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyClassGetsAnEmptyDatabaseOfItsOwn(Product product) {
        TestingMysql server = product.shared.get();
        try (TestingMysqlDatabase first = server.createDatabase();
                TestingMysqlDatabase second = server.createDatabase()) {
            first.execute("create table t (n int, word text)", "insert into t values (7, '\uD83D\uDC1F')");

            assertThat(first.query("select n, word, null from t")).containsExactly(row("7", "\uD83D\uDC1F", null));
            assertThat(second.query("show tables")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerIsOfTheProductItIsNamedFor(Product product) {
        TestingMysql server = product.shared.get();

        assertThat(server.product()).isEqualToIgnoringCase(product.name());
        assertThat(server.isMariaDb()).isEqualTo(product == Product.MARIADB);
        String version = server.query("select version()").getFirst().getFirst();
        assertThat(version.contains("MariaDB")).isEqualTo(server.isMariaDb());
    }

    @ParameterizedTest
    @EnumSource
    void aServerLoadsWhatAClientStreams(Product product) throws SQLException {
        TestingMysql server = product.shared.get();
        try (TestingMysqlDatabase database = server.createDatabase();
                Connection connection = DriverManager.getConnection(
                        database.jdbcUrl() + "&allowLocalInfile=true", server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (n int, word text)");

            statement
                    .unwrap(org.mariadb.jdbc.Statement.class)
                    .setLocalInfileInputStream(
                            new ByteArrayInputStream("1\tone\n2\ttwo\n".getBytes(StandardCharsets.UTF_8)));
            statement.execute("load data local infile 'rows' into table t");

            assertThat(database.query("select * from t order by n"))
                    .containsExactly(List.of("1", "one"), List.of("2", "two"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerLogsRows(Product product) {
        assertThat(product.shared.get().query("select @@log_bin, @@binlog_format"))
                .containsExactly(List.of("1", "ROW"));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsRefused(Product product) {
        TestingMysql server = product.shared.get();
        server.createUser("clerk", "right'\\");

        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "clerk", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), ""))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aNewUserLogsInAndSeesNoDatabase(Product product) throws SQLException {
        TestingMysql server = product.shared.get();
        server.createUser("visitor", "right'\\");

        try (TestingMysqlDatabase database = server.createDatabase();
                Connection connection = DriverManager.getConnection(server.jdbcUrl(), "visitor", "right'\\");
                Statement statement = connection.createStatement();
                ResultSet hidden = statement.executeQuery("show databases like '" + database.name() + "'")) {
            assertThat(hidden.next()).isFalse();
        }
        String plugin = server.query("select plugin from mysql.user where user = 'visitor'")
                .getFirst()
                .getFirst();
        assertThat(plugin).isEqualTo(server.isMariaDb() ? "mysql_native_password" : "caching_sha2_password");
    }

    @ParameterizedTest
    @EnumSource
    void anAbandonedTransactionDoesNotKeepADatabase(Product product) throws SQLException {
        TestingMysql server = product.shared.get();
        TestingMysqlDatabase database = server.createDatabase();
        database.execute("create table t (n int)");
        try (Connection abandoned = database.connect();
                Statement statement = abandoned.createStatement()) {
            abandoned.setAutoCommit(false);
            statement.execute("insert into t values (1)");

            database.close();

            assertThat(server.query("show databases like '" + database.name() + "'"))
                    .isEmpty();
            assertThat(abandoned.isValid(1)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsNamedByUrlHasToBeOfTheProduct(Product product) throws SQLException {
        TestingMysql server = product.shared.get();
        String url = server.jdbcUrl() + "&user=" + server.user() + "&password=" + server.password();

        assertThat(TestingMysql.ofUrl(server.product(), url).query("select 1")).containsExactly(List.of("1"));
        String other = server.isMariaDb() ? "MySQL" : "MariaDB";
        assertThatThrownBy(() -> TestingMysql.ofUrl(other, url))
                .hasMessageContaining("the server is not " + other + " but ");
        assertThatThrownBy(() -> TestingMysql.ofUrl(server.product(), "db.example.org:3306"))
                .hasMessage("it is not a jdbc:mariadb: URL of one server");
    }

    @ParameterizedTest
    @EnumSource
    void aKilledTestProcessLeavesNoServerBehind(Product product) throws Exception {
        TestingMysql server = product.shared.get();
        assumeTrue(server.user().equals(EmbeddedMysql.USER), "the server isn't one that the tests start");

        int port = KilledProcess.portOf(ServerHolder.class, product.name());

        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("connect");
    }

    static final class ServerHolder {
        public static void main(String[] arguments) throws Exception {
            Installation installation = Product.valueOf(arguments[0]).unpacked.call();
            System.out.println(EmbeddedMysql.start(installation).port());
            Thread.sleep(Duration.ofMinutes(2));
        }
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }
}
