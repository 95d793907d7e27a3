package dev.sluice.connectors.mysql;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A database of a test server for the conformance suites. */
record MysqlSystem(TestingMysqlDatabase database, long minimumRows) implements SystemUnderTest {
    private static final int MAX_DECIMAL_SCALE = 30;

    MysqlSystem(TestingMysqlDatabase database) {
        this(database, TableSplits.MINIMUM_ROWS);
    }

    @Override
    public SourceConnector source() {
        return new MysqlSource(minimumRows);
    }

    @Override
    public DestinationConnector destination() {
        return new MysqlDestination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return options(Map.of());
    }

    @Override
    public Options destinationOptions() {
        return options(Map.of());
    }

    /** The catalog is read without locks: while a RENAME runs, it may show neither the old table nor the new one. */
    @Override
    public void awaitIdle() throws InterruptedException {
        String others = "SELECT count(*) FROM information_schema.processlist WHERE db = '" + database.name()
                + "' AND id <> connection_id()";
        while (!database.query(others).getFirst().getFirst().equals("0")) {
            Thread.sleep(10);
        }
    }

    Options options(Map<String, ?> changes) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "host", database.host(),
                "port", database.port(),
                "database", database.name(),
                "user", database.user(),
                "password", database.password()));
        config.putAll(changes);
        return Options.of(MysqlOptions.SOURCE, config);
    }

    /** All tables but that of the cursor states. */
    @Override
    public Set<String> contents() {
        return database
                .query("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + database.name()
                        + "' AND table_name <> '_sluice_state'")
                .stream()
                .map(List::getFirst)
                .collect(Collectors.toSet());
    }

    /**
     * There are no clocks finer than a microsecond, no NaN and infinities; MySQL spells JSON its own way. Times and instants
     * come back as other types, for which there is no cast: {@link TypesTest} looks at them.
     */
    @Override
    public TypeMatrix matrix() {
        return TypeMatrix.all()
                .without(Oddity.NANOSECONDS, Oddity.NAN, Oddity.INFINITY, Oddity.OVER_38_DIGITS)
                .without((type, value) -> type == Type.NUMERIC && !isKept(value.toString()))
                .only(type -> readBack(type) != Type.JSON
                        && !(type instanceof Type.Time)
                        && !(type instanceof Type.TimestampTz));
    }

    /** Without zeros at the end, and with no more digits after the point than there are. */
    private static boolean isKept(String number) {
        int point = number.indexOf('.');
        return point < 0 || !number.endsWith("0") && number.length() - point - 1 <= MAX_DECIMAL_SCALE;
    }

    @Override
    public Type readBack(Type written) {
        return switch (written) {
            case Type.Decimal(int precision, int scale) when scale > MAX_DECIMAL_SCALE -> new Type.Text(precision + 2);
            case Type.Simple.UUID -> new Type.Text(36);
            case Type.Simple.INTERVAL -> new Type.Text(100);
            case Type.Timestamp clock -> new Type.Timestamp(Math.min(6, clock.precision()));
            case Type.TimestampTz instant -> new Type.Timestamp(Math.min(6, instant.precision()));
            default -> Type.isNested(written) ? Type.JSON : written;
        };
    }

    @Override
    public List<String> oddNames() {
        return List.of(
                "MixedCase",
                "with space",
                "order",
                "a`tick",
                "a\"quote",
                "it's",
                "dot.ted",
                "semi;colon--",
                "Größe€",
                "\u540D\u524D",
                "percent%s?$1",
                "1st");
    }

    @Override
    public String queryFor(StreamName stream) {
        return "SELECT * FROM `" + stream.name() + "`;";
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        return Map.of(
                ErrorCode.LOGIN_REFUSED, options(Map.of("password", "wrong-secret")),
                ErrorCode.DATABASE_NOT_FOUND, options(Map.of("database", "no_such_database")),
                ErrorCode.UNREACHABLE, options(Map.of("port", 1)),
                ErrorCode.UNKNOWN_HOST, options(Map.of("host", "no-such-host.invalid")));
    }

    @Override
    public StreamName createView(String name, StreamName target) {
        database.execute("CREATE VIEW `" + name + "` AS SELECT * FROM `" + target.name() + "`");
        return StreamName.of(name);
    }
}
