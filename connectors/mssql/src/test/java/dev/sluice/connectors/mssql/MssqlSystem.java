package dev.sluice.connectors.mssql;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A database of the test server for the conformance suites. */
record MssqlSystem(SqlServerDatabase database, long minimumRows) implements SystemUnderTest {
    private static final int TICK = 100;

    MssqlSystem(SqlServerDatabase database) {
        this(database, TableSplits.MINIMUM_ROWS);
    }

    @Override
    public SourceConnector source() {
        return new MssqlSource(minimumRows);
    }

    @Override
    public DestinationConnector destination() {
        return new MssqlDestination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return new Rig(database).options();
    }

    @Override
    public Options destinationOptions() {
        return new Rig(database).destinationOptions();
    }

    /** All tables but that of the cursor states. */
    @Override
    public Set<String> contents() {
        return database.query("SELECT name FROM sys.tables WHERE name <> '_sluice_state'").stream()
                .map(List::getFirst)
                .collect(Collectors.toSet());
    }

    /**
     * No NaN, no infinity, no time 24:00, no more than seven digits of a second and 38 of a number. The kit's own
     * server has no -0.0.
     */
    @Override
    public TypeMatrix matrix() {
        TypeMatrix all = TypeMatrix.all();
        return (database.server().isReal() ? all : all.without(Oddity.NEGATIVE_ZERO))
                .without(Oddity.NAN, Oddity.INFINITY, Oddity.END_OF_DAY)
                .without((type, value) -> nanos(value) % TICK != 0)
                .without((type, value) -> type == Type.NUMERIC && isTooLong(new BigDecimal((String) value)));
    }

    private static boolean isTooLong(BigDecimal number) {
        return number.scale() > 18 || number.precision() - number.scale() > 20;
    }

    private static int nanos(Object value) {
        return switch (value) {
            case LocalTime time -> time.getNano();
            case LocalDateTime clock -> clock.getNano();
            case Instant instant -> instant.getNano();
            default -> 0;
        };
    }

    @Override
    public Type readBack(Type written) {
        return switch (written) {
            case Type.Simple.INT8 -> Type.INT16;
            case Type.Simple.NUMERIC -> new Type.Decimal(38, 18);
            case Type.Simple.JSON -> Type.STRING;
            case Type.Simple.INTERVAL -> new Type.Text(100);
            case Type.Text(int length) when length != Type.Text.UNLIMITED -> new Type.Text(2 * length);
            case Type.Time(int precision) -> new Type.Time(Math.min(7, precision));
            case Type.Timestamp(int precision) -> new Type.Timestamp(Math.min(7, precision));
            case Type.TimestampTz(int precision) -> new Type.TimestampTz(Math.min(7, precision));
            default -> Type.isNested(written) ? Type.STRING : written;
        };
    }

    @Override
    public Map<ErrorCode, Options> brokenConnections() {
        Rig rig = new Rig(database);
        return Map.of(
                ErrorCode.LOGIN_REFUSED, rig.options(Map.of("password", "wrong-secret")),
                ErrorCode.DATABASE_NOT_FOUND, rig.options(Map.of("database", "no_such_database")),
                ErrorCode.UNREACHABLE, rig.options(Map.of("port", 1)),
                ErrorCode.UNKNOWN_HOST, rig.options(Map.of("host", "no-such-host.invalid")));
    }

    @Override
    public StreamName createView(String name, StreamName target) {
        database.execute("CREATE VIEW [" + name + "] AS SELECT * FROM [" + target.name() + "]");
        return StreamName.of(name);
    }
}
