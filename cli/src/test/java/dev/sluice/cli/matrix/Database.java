package dev.sluice.cli.matrix;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * A database on its way to or from another.
 *
 * @param product as docs/types.md names it
 * @param refused values that docs/types.md says can't be kept
 */
record Database(
        String product, String type, Map<String, ?> config, BiPredicate<Type, Object> refused, AutoCloseable resource)
        implements SystemUnderTest {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());
    private static final int MAX_SCALE = 30;
    private static final int MAX_WHOLE_DIGITS = 35;

    static List<Database> all(Path folder) {
        return List.of(
                postgresql(), mysql(TestingMysql.mysql()), mysql(TestingMysql.mariadb()), sqlserver(), sqlite(folder));
    }

    private static Database postgresql() {
        TestingDatabase database = TestingPostgres.shared().createDatabase();
        return new Database(
                "PostgreSQL",
                "postgresql",
                server(database.host(), database.port(), database.name(), database.user(), database.password()),
                (type, value) -> Oddity.NUL_CHARACTER.matches(type, value) || Oddity.NANOSECONDS.matches(type, value),
                database);
    }

    private static Database mysql(TestingMysql server) {
        TestingMysqlDatabase database = server.createDatabase();
        return new Database(
                server.product(),
                "mysql",
                server(database.host(), database.port(), database.name(), database.user(), database.password()),
                (type, value) -> Oddity.NANOSECONDS.matches(type, value)
                        || Oddity.NAN.matches(type, value)
                        || Oddity.INFINITY.matches(type, value)
                        || type == Type.NUMERIC && !fitsMysql(value.toString()),
                database);
    }

    /** Zeros at the end of decimals without precision aren't kept. */
    private static boolean fitsMysql(String number) {
        int point = number.indexOf('.');
        int whole = number.replace("-", "").replaceFirst("\\..*", "").length();
        return whole <= MAX_WHOLE_DIGITS
                && (point < 0 || !number.endsWith("0") && number.length() - point - 1 <= MAX_SCALE);
    }

    /** The kit's own server has no -0.0; zeros at the end of decimals without precision aren't kept. */
    private static Database sqlserver() {
        SqlServerDatabase database = TestingSqlServer.shared().createDatabase();
        return new Database(
                "SQL Server",
                "mssql",
                server(database.host(), database.port(), database.name(), database.user(), database.password()),
                (type, value) -> Oddity.NAN.matches(type, value)
                        || Oddity.INFINITY.matches(type, value)
                        || Oddity.NEGATIVE_ZERO.matches(type, value)
                        || Oddity.END_OF_DAY.matches(type, value)
                        || nanos(value) % 100 != 0
                        || type == Type.NUMERIC && !fitsSqlServer(value.toString()),
                database);
    }

    private static int nanos(Object value) {
        return value instanceof Temporal time && time.isSupported(ChronoField.NANO_OF_SECOND)
                ? time.get(ChronoField.NANO_OF_SECOND)
                : 0;
    }

    private static boolean fitsSqlServer(String number) {
        BigDecimal decimal = new BigDecimal(number);
        return decimal.scale() <= 18 && decimal.precision() - decimal.scale() <= 20;
    }

    private static Database sqlite(Path folder) {
        return new Database(
                "SQLite",
                "sqlite",
                Map.of("database_path", folder.resolve("matrix.db").toString()),
                (type, value) -> (type == Type.FLOAT32 || type == Type.FLOAT64)
                        && (Oddity.NAN.matches(type, value) || Oddity.NEGATIVE_ZERO.matches(type, value)),
                () -> {});
    }

    private static Map<String, ?> server(String host, int port, String database, String user, String password) {
        return Map.of("host", host, "port", port, "database", database, "user", user, "password", password);
    }

    @Override
    public SourceConnector source() {
        return REGISTRY.source(type).orElseThrow();
    }

    @Override
    public DestinationConnector destination() {
        return REGISTRY.destination(type).orElseThrow();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return Options.of(source().spec().options(), config);
    }

    @Override
    public Options destinationOptions() {
        return Options.of(destination().spec().options(), config);
    }

    @Override
    public Set<String> contents() {
        throw new IllegalStateException("nobody asks what else is there");
    }

    @Override
    public TypeMatrix matrix() {
        return TypeMatrix.all().without(refused);
    }

    @Override
    public String toString() {
        return product;
    }
}
