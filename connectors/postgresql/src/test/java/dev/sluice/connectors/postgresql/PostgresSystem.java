package dev.sluice.connectors.postgresql;

import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.conformance.SystemUnderTest;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import dev.sluice.testkit.postgres.TestingDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A database of the test server for the conformance suites. */
record PostgresSystem(TestingDatabase database, long minimumPages) implements SystemUnderTest {
    PostgresSystem(TestingDatabase database) {
        this(database, TableSplits.MINIMUM_PAGES);
    }

    @Override
    public SourceConnector source() {
        return new PostgresSource(minimumPages);
    }

    @Override
    public DestinationConnector destination() {
        return new PostgresDestination();
    }

    @Override
    public Options sourceOptions(StreamName target) {
        return new Rig(database).options();
    }

    @Override
    public Options destinationOptions() {
        return new Rig(database).options();
    }

    /** All tables but that of the cursor states. */
    @Override
    public Set<String> contents() {
        return database
                .query("SELECT schemaname || '.' || tablename FROM pg_tables"
                        + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                        + " AND tablename <> '_sluice_state'")
                .stream()
                .map(List::getFirst)
                .collect(Collectors.toSet());
    }

    /** No text holds U+0000, no clock nanoseconds, before 14 no decimal infinity; and jsonb spells documents its own way. */
    @Override
    public TypeMatrix matrix() {
        boolean finite = database.server().majorVersion() < 14;
        return TypeMatrix.all()
                .without(Oddity.NUL_CHARACTER, Oddity.NANOSECONDS)
                .without((type, value) -> finite && type == Type.NUMERIC && Oddity.INFINITY.matches(type, value))
                .only(type -> readBack(type) != Type.JSON);
    }

    /** There is no 8-bit integer and no clock finer than a microsecond; structs, maps and lists of lists are JSON. */
    @Override
    public Type readBack(Type written) {
        return switch (written) {
            case Type.Simple.INT8 -> Type.INT16;
            case Type.Time time -> new Type.Time(Math.min(6, time.precision()));
            case Type.Timestamp clock -> new Type.Timestamp(Math.min(6, clock.precision()));
            case Type.TimestampTz instant -> new Type.TimestampTz(Math.min(6, instant.precision()));
            case Type.ListOf list when !Type.isNested(list.element()) -> list;
            default -> Type.isNested(written) ? Type.JSON : written;
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
        database.execute("CREATE VIEW \"" + name + "\" AS SELECT * FROM \"" + target.name() + '"');
        return StreamName.of(name);
    }
}
